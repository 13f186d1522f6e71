package bench

import (
	"os"
	"os/exec"
	"testing"
)

// burn keeps a shell busy for some hundredths of a second at least.
const burn = `i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done; `

// A shell has a child that works and ends, then works itself and lives: each counts for its parent.
func TestFamilyCPU(t *testing.T) {
	t.Parallel()
	shell := exec.CommandContext(t.Context(), "sh", "-c", "sh -c '"+burn+"'; "+burn+"echo; read -r line")
	in, err := shell.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := shell.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := shell.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _, _ = in.Close(), shell.Wait() }() // read finds no line
	if _, err := out.Read(make([]byte, 1)); err != nil {
		t.Fatal(err)
	}
	alone, err := processCPU(shell.Process.Pid)
	if err != nil || alone == 0 {
		t.Fatalf("alone %v, %v", alone, err)
	}
	if family, err := FamilyCPU(shell.Process.Pid, nil); err != nil || family <= alone {
		t.Errorf("alone %v, with the child that ended %v, %v", alone, family, err)
	}
	self, err := FamilyCPU(os.Getpid(), nil)
	if err != nil {
		t.Fatal(err)
	}
	const nobody = 1 << 30
	if family, err := FamilyCPU(os.Getpid(), []int{shell.Process.Pid, nobody}); err != nil || family < self+alone {
		t.Errorf("this process %v, with the child that lives %v, %v, want %v more", self, family, err, alone)
	}
}
