package menu

import (
	"slices"

	"orderup/text"
)

// clean tidies a text in every language. It must be there in the language that
// is needed, if any.
func (s spot) clean(field string, t Text, most int, needed Lang) (Text, error) {
	if needed != "" && t[needed] == "" {
		return nil, s.invalid(field+"."+string(needed), "text", "the %s is missing in %q, the menu's language", field, needed)
	}
	tidy := Text{}
	for _, l := range Languages {
		if t[l] == "" {
			continue
		}
		var ok bool
		if tidy[l], ok = text.Clean(t[l], 1, most); !ok {
			return nil, s.invalid(field+"."+string(l), "text", "the %s must have 1 to %d characters", field, most)
		}
	}
	for l := range t {
		if !slices.Contains(Languages, l) {
			return nil, s.invalid(field, "language", "%q is none of the languages %v", cut(string(l)), Languages)
		}
	}
	if len(tidy) == 0 {
		return nil, nil
	}
	return tidy, nil
}

// allergens returns a list in order, each once.
func (s spot) allergens(list []Allergen) ([]Allergen, error) {
	for _, a := range list {
		if !slices.Contains(Allergens, a) {
			return nil, s.invalid("allergens", "allergen", "%q is no allergen: they are %v", cut(string(a)), Allergens)
		}
	}
	return inOrder(list, Allergens), nil
}

func (s spot) tags(list []string) ([]string, error) {
	if len(list) > MaxTags {
		return nil, s.invalid("tags", "limit", "there may be at most %d tags", MaxTags)
	}
	for i, tag := range list {
		if !name.MatchString(tag) || slices.Contains(list[:i], tag) {
			return nil, s.invalid("tags", "tag", "a tag stands there once and has "+nameForm, MaxID)
		}
	}
	return orNil(list), nil
}

// orNil makes an empty list nil, so that equal things are stored alike.
func orNil[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return list
}
