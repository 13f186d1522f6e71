package web

// reference is the API reference as /docs shows it.
type reference struct{}

func (p *Pages) reference() (reference, error) { return reference{}, nil }
