package postgres

import "github.com/jackc/pgx/v5"

const (
	readNotes = `SELECT n.location_id, n.name, n.text FROM notes n
		JOIN unnest($1::text[], $2::text[]) AS u (location_id, name) ON n.location_id = u.location_id AND n.name = u.name`
	saveNotes = `INSERT INTO notes (location_id, name, text) SELECT * FROM unnest($1::text[], $2::text[], $3::bytea[])
		ON CONFLICT (location_id, name) DO UPDATE SET text = excluded.text`
)

// noteColumns are the arguments of saveNotes.
func noteColumns(notes map[name][]byte) []any {
	var names []name
	var texts [][]byte
	for n, text := range notes {
		names, texts = append(names, n), append(texts, text)
	}
	return append(nameColumns(names), texts)
}

func scanNote(rows pgx.Rows) (n name, text []byte, err error) {
	err = rows.Scan(&n.location, &n.key, &text)
	return n, text, err
}

// Note returns the note of a name, nil when there is none.
func (r *reader) Note(key string) ([]byte, error) {
	found, err := readAll(r, "note "+key, func(rows pgx.Rows) ([]byte, error) {
		_, text, err := scanNote(rows)
		return text, err
	}, readNotes, nameColumns([]name{{r.place.ID, key}})...)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return found[0], nil
}
