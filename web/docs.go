package web

// The templates of /docs nest, and a template sees only what it is given: each
// of these hands over a part together with the page's words.

type partView struct {
	View   view
	Key    string // of the heading
	Groups []group
}

type tableView struct {
	View  view
	Table table
}

type rowsView struct {
	View view
	Rows []field
}

type objectsView struct {
	View    view
	Objects []object
}

// Part is a chapter of the reference.
func (v view) Part(key string, groups []group) partView { return partView{v, key, groups} }

// Table is one value's table.
func (v view) Table(t table) tableView { return tableView{v, t} }

// Rows are the fields of a table.
func (v view) Rows(rows []field) rowsView { return rowsView{v, rows} }

// List is a number of named objects.
func (v view) List(objects []object) objectsView { return objectsView{v, objects} }

// Title is the heading of a group.
func (v view) Title(g group) (string, error) {
	if g.IsKey {
		return v.T(g.Name)
	}
	return g.Name, nil
}

// ExampleTitle is the heading of an example.
func (v view) ExampleTitle(e example) (string, error) {
	if e.Title == "curl" {
		return e.Title, nil
	}
	return v.T(e.Title)
}
