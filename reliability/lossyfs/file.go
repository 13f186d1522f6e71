package lossyfs

import (
	"errors"
	"slices"
)

// File is one file of a [Disk].
type File struct {
	disk    *Disk
	inode   uint64
	live    []byte   // what reads see
	kept    []byte   // what was there at the last sync
	pending []change // from kept to live, in the order they were made
	faulty  bool     // the next sync fails
}

// ErrSync is the answer of a sync that was made to fail.
var ErrSync = errors.New("the disk failed to keep what was written")

// change is one write at off, or, without data, a truncation to off bytes.
type change struct {
	off  int64
	data []byte
}

// ReadAt fills p from offset off (in bytes) and returns how much there was.
func (f *File) ReadAt(p []byte, off int64) int {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	if off >= int64(len(f.live)) {
		return 0
	}
	return copy(p, f.live[off:])
}

// WriteAt writes p at offset off (in bytes), growing the file when needed. It is lost at a power cut until [File.Sync].
func (f *File) WriteAt(p []byte, off int64) {
	if len(p) == 0 {
		return
	}
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	f.change(change{off: off, data: slices.Clone(p)})
}

// Truncate cuts or extends the file to size bytes.
func (f *File) Truncate(size int64) {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	f.change(change{off: size})
}

// Size is the length in bytes that a program sees.
func (f *File) Size() int64 {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	return int64(len(f.live))
}

// Sync makes the content and the file's name survive a power cut, or returns ErrSync.
func (f *File) Sync() error {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	if f.faulty {
		f.faulty, f.pending = false, nil
		return ErrSync
	}
	f.keep(f.pending)
	f.disk.keepName(f)
	return nil
}

// FailSync makes the next sync fail, as Linux does it: programs go on reading what they wrote, but it is not on the
// medium, and no later sync brings it there; syncing again only seems to help.
func (f *File) FailSync() {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	f.faulty = true
}

// keep brings the changes to the medium and forgets every other one.
func (f *File) keep(changes []change) {
	for _, c := range changes {
		f.kept = c.apply(f.kept)
	}
	f.pending = nil
}

func (f *File) change(c change) {
	f.live = c.apply(f.live)
	f.pending = append(f.pending, c)
}

func (c change) apply(content []byte) []byte {
	if c.data == nil {
		return resize(content, c.off)
	}
	if end := c.off + int64(len(c.data)); end > int64(len(content)) {
		content = resize(content, end)
	}
	copy(content[c.off:], c.data)
	return content
}

// resize zeroes what it adds: spare capacity may hold bytes from before a truncation.
func resize(content []byte, size int64) []byte {
	if size <= int64(len(content)) {
		return content[:size]
	}
	grown := slices.Grow(content, int(size)-len(content))[:size]
	clear(grown[len(content):])
	return grown
}
