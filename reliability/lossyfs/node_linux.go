package lossyfs

import (
	"context"
	"syscall"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

// folder is the root of a mount: it passes names on to the disk.
type folder struct {
	fs.Inode
	disk *Disk
}

func (r *folder) child(ctx context.Context, f *File, out *fuse.EntryOut) *fs.Inode {
	describe(f, &out.Attr)
	return r.NewInode(ctx, &node{file: f}, fs.StableAttr{Mode: syscall.S_IFREG, Ino: f.inode + 1}) // 1 is the root
}

// Lookup implements [fs.NodeLookuper].
func (r *folder) Lookup(ctx context.Context, name string, out *fuse.EntryOut) (*fs.Inode, syscall.Errno) {
	f := r.disk.Open(name)
	if f == nil {
		return nil, syscall.ENOENT
	}
	return r.child(ctx, f, out), fs.OK
}

// Create implements [fs.NodeCreater].
func (r *folder) Create(ctx context.Context, name string, _, _ uint32, out *fuse.EntryOut) (*fs.Inode, fs.FileHandle, uint32, syscall.Errno) {
	return r.child(ctx, r.disk.Create(name), out), nil, fuse.FOPEN_KEEP_CACHE, fs.OK
}

// Unlink implements [fs.NodeUnlinker].
func (r *folder) Unlink(_ context.Context, name string) syscall.Errno {
	return found(r.disk.Remove(name))
}

// Rename implements [fs.NodeRenamer]. There is only one folder, so the new parent is the old one.
func (r *folder) Rename(_ context.Context, from string, _ fs.InodeEmbedder, to string, _ uint32) syscall.Errno {
	return found(r.disk.Rename(from, to))
}

// Readdir implements [fs.NodeReaddirer].
func (r *folder) Readdir(context.Context) (fs.DirStream, syscall.Errno) {
	var list []fuse.DirEntry
	for _, name := range r.disk.Names() {
		list = append(list, fuse.DirEntry{Name: name, Mode: syscall.S_IFREG})
	}
	return fs.NewListDirStream(list), fs.OK
}

// Fsync implements [fs.NodeFsyncer] for fsync(2) of the folder.
func (r *folder) Fsync(context.Context, fs.FileHandle, uint32) syscall.Errno {
	r.disk.SyncNames()
	return fs.OK
}

// Statfs implements [fs.NodeStatfser]: the disk never looks full.
func (r *folder) Statfs(_ context.Context, out *fuse.StatfsOut) syscall.Errno {
	out.Bsize, out.Blocks, out.Bfree, out.Bavail, out.NameLen = 4096, 1<<20, 1<<20, 1<<20, 255
	return fs.OK
}

func found(ok bool) syscall.Errno {
	if !ok {
		return syscall.ENOENT
	}
	return fs.OK
}
