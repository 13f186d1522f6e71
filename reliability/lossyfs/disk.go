// Package lossyfs is a disk that forgets. What was written and not synced is gone, or torn, after a power cut,
// as POSIX allows and as real disks do; a program that acknowledges before it syncs is found out.
//
// A [Disk] lives in memory and is mounted with [Attach] (Linux, as root). It holds one flat folder of files:
// enough for a database file with its write-ahead log and its shared-memory index.
package lossyfs

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
)

// Disk is the medium. It outlives every mount of it, as a disk outlives its machine. Safe for concurrent use.
type Disk struct {
	mu   sync.Mutex
	live map[string]*File // the folder as programs see it
	kept map[string]*File // the folder as a power cut would leave it
	last uint64           // inode number given out last
}

// NewDisk returns an empty disk.
func NewDisk() *Disk {
	return &Disk{live: map[string]*File{}, kept: map[string]*File{}}
}

// Open returns the file of that name, or nil.
func (d *Disk) Open(name string) *File {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.live[name]
}

// Create returns the file of that name and makes an empty one when there is none. The name itself is kept once
// the file or the folder was synced.
func (d *Disk) Create(name string) *File {
	d.mu.Lock()
	defer d.mu.Unlock()
	if f := d.live[name]; f != nil {
		return f
	}
	d.last++
	f := &File{disk: d, inode: d.last}
	d.live[name] = f
	return f
}

// Remove takes the name away and reports whether it was there. Until the folder is synced a power cut brings it back.
func (d *Disk) Remove(name string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	_, found := d.live[name]
	delete(d.live, name)
	return found
}

// Rename moves a file over whatever bore the new name and reports whether the old name was there.
func (d *Disk) Rename(from, to string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	f, found := d.live[from]
	if found {
		delete(d.live, from)
		d.live[to] = f
	}
	return found
}

// SyncNames keeps the folder as it is now: names made, moved and removed. Contents are synced by [File.Sync].
func (d *Disk) SyncNames() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.kept = maps.Clone(d.live)
}

// Names lists the folder in alphabetical order.
func (d *Disk) Names() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Sorted(maps.Keys(d.live))
}

// Unsynced is how many writes and truncations a power cut could undo now, over all files.
func (d *Disk) Unsynced() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	n := 0
	for _, f := range d.live {
		n += len(f.pending)
	}
	return n
}

// Export copies every file into an existing directory, so that it can be looked at without touching the disk.
func (d *Disk) Export(dir string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	for name, f := range d.live {
		if err := os.WriteFile(filepath.Join(dir, name), f.live, 0o600); err != nil {
			return fmt.Errorf("export %s from the lossy disk: %w", name, err)
		}
	}
	return nil
}

// keepName records f under its present name only. A journaling file system does as much when it syncs a file.
func (d *Disk) keepName(f *File) {
	maps.DeleteFunc(d.kept, func(_ string, other *File) bool { return other == f })
	for name, other := range d.live {
		if other == f {
			d.kept[name] = f
		}
	}
}
