package sqlite

import "fmt"

// SetNote keeps a note of the location.
func (t *tx) SetNote(name string, text []byte) error {
	_, err := t.batch.write(`
		INSERT INTO notes (location_id, name, text) VALUES (?, ?, ?)
		ON CONFLICT (location_id, name) DO UPDATE SET text = excluded.text`,
		t.place.ID, name, text)
	if err != nil {
		return fmt.Errorf("keep note %s: %w", name, err)
	}
	return nil
}

// Note returns the note of a name, nil when there is none.
func (r *reader) Note(name string) ([]byte, error) {
	var text []byte
	_, err := r.session.row(`SELECT text FROM notes WHERE location_id = ? AND name = ?`, []any{r.place.ID, name}, &text)
	return text, explain("read note "+name, err)
}
