package lossyfs

import (
	"context"
	"syscall"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

// node is one file of a mount. Locks are the kernel's own: only one machine ever mounts this disk.
type node struct {
	fs.Inode
	file *File
}

// Open implements [fs.NodeOpener]. The page cache stays on, for it is what carries shared memory maps, which
// SQLite's wal index needs; without FUSE's writeback cache every write(2) still arrives here before it returns.
func (n *node) Open(context.Context, uint32) (fs.FileHandle, uint32, syscall.Errno) {
	return nil, fuse.FOPEN_KEEP_CACHE, fs.OK
}

// Read implements [fs.NodeReader].
func (n *node) Read(_ context.Context, _ fs.FileHandle, dest []byte, off int64) (fuse.ReadResult, syscall.Errno) {
	return fuse.ReadResultData(dest[:n.file.ReadAt(dest, off)]), fs.OK
}

// Write implements [fs.NodeWriter].
func (n *node) Write(_ context.Context, _ fs.FileHandle, data []byte, off int64) (uint32, syscall.Errno) {
	n.file.WriteAt(data, off)
	return uint32(len(data)), fs.OK
}

// Fsync implements [fs.NodeFsyncer] for fsync(2) and fdatasync(2).
func (n *node) Fsync(context.Context, fs.FileHandle, uint32) syscall.Errno {
	if n.file.Sync() != nil {
		return syscall.EIO
	}
	return fs.OK
}

// Getattr implements [fs.NodeGetattrer].
func (n *node) Getattr(_ context.Context, _ fs.FileHandle, out *fuse.AttrOut) syscall.Errno {
	describe(n.file, &out.Attr)
	return fs.OK
}

// Setattr implements [fs.NodeSetattrer]: sizes are kept, modes, owners and times are accepted and forgotten.
func (n *node) Setattr(_ context.Context, _ fs.FileHandle, in *fuse.SetAttrIn, out *fuse.AttrOut) syscall.Errno {
	if size, ok := in.GetSize(); ok {
		n.file.Truncate(int64(size))
	}
	describe(n.file, &out.Attr)
	return fs.OK
}

func describe(f *File, out *fuse.Attr) {
	out.Mode = syscall.S_IFREG | 0o600
	out.Nlink = 1
	out.Size = uint64(f.Size())
	out.Blocks = (out.Size + 511) / 512
	out.Blksize = 4096
}
