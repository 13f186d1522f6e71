//go:build unix

package sqlite

import (
	"errors"
	"os"
	"syscall"
)

// lock takes the exclusive lock of the file at path, which the kernel gives
// back when this process ends, however it ends. It returns errLocked when
// another holds it.
//
// The file must not be the database: closing any descriptor of that would drop
// the locks SQLite holds on it (sqlite.org/howtocorrupt.html, 2.2).
func lock(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil {
		return f, nil
	}
	f.Close()
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, errLocked
	}
	return nil, err
}
