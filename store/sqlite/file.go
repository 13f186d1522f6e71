package sqlite

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// errLocked says that another process holds a lock.
var errLocked = errors.New("locked by another process")

// magic opens every SQLite database (sqlite.org/fileformat.html, 1.3.1).
const magic = "SQLite format 3\x00"

// claim makes sure that path can hold a database and that nobody else serves
// it, and returns the file whose closing gives it back and path without links.
func claim(path string) (*os.File, string, error) {
	real, err := resolve(path)
	if err != nil {
		return nil, "", sentence(path, err)
	}
	held, err := lock(real + ".lock")
	if err != nil {
		return nil, "", sentence(path, err)
	}
	if err := probe(real); err != nil {
		held.Close()
		return nil, "", sentence(path, err)
	}
	return held, real, nil
}

// resolve follows links, so that two names of one file have one lock.
func resolve(path string) (string, error) {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return filepath.Abs(real)
	}
	folder, err := filepath.EvalSymlinks(filepath.Dir(path))
	if err != nil {
		return "", err
	}
	return filepath.Abs(filepath.Join(folder, filepath.Base(path)))
}

var errNoDatabase = errors.New("not a database")

// probe creates the file, readable for its owner only, or reads its header. It
// must run before SQLite opens the file (see lock).
func probe(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	header := make([]byte, len(magic))
	n, err := io.ReadFull(f, header)
	if n > 0 && string(header) != magic {
		return errNoDatabase
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	return nil
}

// sentence says what is wrong with the file at path, and what to do.
func sentence(path string, err error) error {
	switch {
	case errors.Is(err, errLocked):
		return fmt.Errorf("%s is in use by another orderup; stop that one, or name another file", path)
	case errors.Is(err, errNoDatabase):
		return fmt.Errorf("%s is not a database; name another file", path)
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%s cannot be made because its folder does not exist; create %s first", path, filepath.Dir(path))
	case errors.Is(err, syscall.EISDIR):
		return fmt.Errorf("%s is a folder; name a file in it", path)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return fmt.Errorf("%s cannot be written; give this user the right to write the file and its folder: %w", path, err)
	}
	return fmt.Errorf("open %s: %w", path, err)
}
