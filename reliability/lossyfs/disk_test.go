package lossyfs

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func content(t *testing.T, d *Disk, name string) string {
	t.Helper()
	f := d.Open(name)
	if f == nil {
		t.Fatalf("%s is not on the disk, which holds %q", name, d.Names())
	}
	p := make([]byte, f.Size())
	return string(p[:f.ReadAt(p, 0)])
}

func written(d *Disk, name, text string) *File {
	f := d.Create(name)
	f.WriteAt([]byte(text), 0)
	return f
}

func mustSync(t *testing.T, f *File) {
	t.Helper()
	if err := f.Sync(); err != nil {
		t.Fatal(err)
	}
}

func TestWhatIsSyncedSurvivesAPowerCut(t *testing.T) {
	t.Parallel()
	d := NewDisk()
	f := written(d, "orders", "fries, ")
	mustSync(t, f)
	f.WriteAt([]byte("cola"), 7)
	if got := content(t, d, "orders"); got != "fries, cola" {
		t.Fatalf("before the cut the file reads %q", got)
	}
	if got := d.Unsynced(); got != 1 {
		t.Errorf("Unsynced() = %d, want 1", got)
	}
	d.PowerCut(DropAll)
	if got := content(t, d, "orders"); got != "fries, " {
		t.Errorf("after the cut the file reads %q, want what was synced", got)
	}
	if got := d.Unsynced(); got != 0 {
		t.Errorf("after the cut Unsynced() = %d, want 0", got)
	}
}

func TestAFileNeverSyncedIsGone(t *testing.T) {
	t.Parallel()
	d := NewDisk()
	written(d, "wal", "x")
	d.PowerCut(DropAll)
	if d.Open("wal") != nil {
		t.Error("a file that was never synced survived")
	}
}

func TestSyncingTheFolderKeepsNamesNotContents(t *testing.T) {
	t.Parallel()
	d := NewDisk()
	written(d, "wal", "x")
	d.SyncNames()
	d.PowerCut(DropAll)
	if got := content(t, d, "wal"); got != "" {
		t.Errorf("content %q survived without a sync of the file", got)
	}
}

func TestRemovalAndRenameComeBackUnlessTheFolderIsSynced(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		story string
		do    func(*Disk)
		want  []string
	}{
		{"removed", func(d *Disk) { d.Remove("a") }, []string{"a"}},
		{"removed and synced", func(d *Disk) { d.Remove("a"); d.SyncNames() }, nil},
		{"renamed", func(d *Disk) { d.Rename("a", "b") }, []string{"a"}},
		{"renamed and folder synced", func(d *Disk) { d.Rename("a", "b"); d.SyncNames() }, []string{"b"}},
		{"renamed and file synced", func(d *Disk) { d.Rename("a", "b"); mustSync(t, d.Open("b")) }, []string{"b"}},
	} {
		d := NewDisk()
		mustSync(t, written(d, "a", "x"))
		c.do(d)
		d.PowerCut(DropAll)
		if got := d.Names(); !slices.Equal(got, c.want) {
			t.Errorf("%s: after the cut the disk holds %q, want %q", c.story, got, c.want)
		}
	}
}

func TestTruncateZeroesWhatItAddsAgain(t *testing.T) {
	t.Parallel()
	d := NewDisk()
	f := written(d, "a", "secret")
	f.Truncate(1)
	f.Truncate(4)
	f.WriteAt([]byte("!"), 5)
	if got := content(t, d, "a"); got != "s\x00\x00\x00\x00!" {
		t.Errorf("content is %q", got)
	}
	mustSync(t, f)
	d.PowerCut(DropAll)
	if got := content(t, d, "a"); got != "s\x00\x00\x00\x00!" {
		t.Errorf("after sync and cut the content is %q", got)
	}
}

// A cut may leave any mixture of old and new within what was not synced, and must touch nothing else.
func TestTearTouchesOnlyWhatWasUnsynced(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 2))
	kept := map[string]bool{}
	for range 500 {
		d := NewDisk()
		f := written(d, "a", "........")
		mustSync(t, f)
		f.WriteAt([]byte("AB"), 2)
		f.WriteAt([]byte("CD"), 4)
		d.PowerCut(Tear(rng))
		kept[content(t, d, "a")] = true
	}
	possible := []string{"........", "..A.....", "..AB....", "..ABC...", "..ABCD..", "....C...", "....CD.."}
	for _, p := range possible {
		if !kept[p] {
			t.Errorf("500 cuts never left %q", p)
		}
		delete(kept, p)
	}
	for other := range kept {
		t.Errorf("a cut left %q, which no disk could", other)
	}
}

// After a failed sync Linux calls the lost pages clean: the next sync succeeds and brings nothing back.
func TestAFailedSyncIsNotMendedByTheNext(t *testing.T) {
	t.Parallel()
	d := NewDisk()
	f := written(d, "a", "old")
	mustSync(t, f)
	f.WriteAt([]byte("new"), 0)
	f.FailSync()
	if err := f.Sync(); err != ErrSync {
		t.Fatalf("the sync returned %v", err)
	}
	f.WriteAt([]byte("er"), 3)
	mustSync(t, f)
	if got := content(t, d, "a"); got != "newer" {
		t.Errorf("programs read %q", got)
	}
	d.PowerCut(DropAll)
	if got := content(t, d, "a"); got != "older" {
		t.Errorf("after the cut the file reads %q", got)
	}
}

func TestExportCopiesWhatProgramsSee(t *testing.T) {
	t.Parallel()
	d, dir := NewDisk(), t.TempDir()
	written(d, "a", "unsynced")
	if err := d.Export(dir); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join(dir, "a"))
	if err != nil || !bytes.Equal(got, []byte("unsynced")) {
		t.Errorf("exported %q, %v", got, err)
	}
	if err := d.Export(filepath.Join(dir, "absent")); err == nil {
		t.Error("exporting into a folder that does not exist gave no error")
	}
}
