package bench

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestOwnNetwork: a command in a network of its own has the clients' half of TCP done by the processor it names; where
// none can be made the command does not run. The machine's own network stays as it was.
func TestOwnNetwork(t *testing.T) {
	t.Parallel()
	const mask = "/sys/class/net/lo/queues/rx-0/rps_cpus"
	before, _ := os.ReadFile(mask) // nothing where the kernel cannot steer
	able := os.Getuid() == 0 && exec.Command("unshare", "--net", "--mount", "true").Run() == nil
	out, err := exec.Command("../scripts/own-network", "0", "cat", mask).CombinedOutput()
	switch steered := strings.Trim(string(out), "0,\n") == "1"; {
	case able && (err != nil || !steered):
		t.Errorf("inside, processor 0 does not take what arrives: %v, mask %s", err, out)
	case !able && err == nil:
		t.Errorf("the command ran where no network can be made: %s", out)
	}
	if after, _ := os.ReadFile(mask); string(after) != string(before) {
		t.Errorf("outside, the mask was %s and is %s", before, after)
	}
}
