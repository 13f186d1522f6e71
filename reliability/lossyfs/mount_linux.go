package lossyfs

import (
	"fmt"
	"log/slog"
	"os"
	"syscall"
	"time"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

// Mount shows a [Disk] as a folder.
type Mount struct {
	dir    string
	server *fuse.Server
}

// Attach mounts d on the existing, empty directory dir. It needs root and /dev/fuse; the error says so.
func Attach(d *Disk, dir string) (*Mount, error) {
	if err := Available(); err != nil {
		return nil, err
	}
	cached := time.Second // nobody but the kernel changes a file, so what it remembers is right
	server, err := fs.Mount(dir, &folder{disk: d}, &fs.Options{
		EntryTimeout: &cached,
		AttrTimeout:  &cached,
		MountOptions: fuse.MountOptions{
			FsName: "lossyfs", Name: "lossyfs",
			DirectMountStrict: true,
			Logger:            slog.NewLogLogger(slog.DiscardHandler, slog.LevelDebug), // it reports every end of a mount
		},
	})
	if err != nil {
		return nil, fmt.Errorf("mount the lossy disk on %s: %w", dir, err)
	}
	return &Mount{dir: dir, server: server}, nil
}

// Available says in a sentence why this machine cannot mount a lossy disk, or returns nil.
func Available() error {
	if os.Geteuid() != 0 {
		return fmt.Errorf("mounting a lossy disk needs root: run this test as root")
	}
	f, err := os.OpenFile("/dev/fuse", os.O_RDWR, 0)
	if err != nil {
		return fmt.Errorf("mounting a lossy disk needs FUSE: load the kernel's fuse module or pass the device into the container: %w", err)
	}
	return f.Close()
}

// Detach unmounts. When a program still holds a file the mount disappears from the folder tree at once and ends
// with that program.
func (m *Mount) Detach() error {
	if err := m.server.Unmount(); err == nil {
		return nil
	}
	if err := syscall.Unmount(m.dir, syscall.MNT_DETACH); err != nil {
		return fmt.Errorf("unmount the lossy disk from %s: %w", m.dir, err)
	}
	return nil
}
