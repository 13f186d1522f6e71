package web

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// schema is the part of JSON Schema (2020-12) that the reference shows.
type schema struct {
	Ref         string            `json:"$ref"`
	Type        typeNames         `json:"type"`
	Format      string            `json:"format"`
	Description string            `json:"description"`
	Pattern     string            `json:"pattern"`
	Enum        []any             `json:"enum"`
	Const       any               `json:"const"`
	Default     any               `json:"default"`
	Example     json.RawMessage   `json:"example"`
	Examples    []json.RawMessage `json:"examples"`
	Minimum     *float64          `json:"minimum"`
	Maximum     *float64          `json:"maximum"`
	MinLength   *int              `json:"minLength"`
	MaxLength   *int              `json:"maxLength"`
	MinItems    *int              `json:"minItems"`
	MaxItems    *int              `json:"maxItems"`
	Required    []string          `json:"required"`
	Properties  ordered[schema]   `json:"properties"`
	Items       *schema           `json:"items"`
	Values      *schema           `json:"additionalProperties"`
	OneOf       []schema          `json:"oneOf"`
	AnyOf       []schema          `json:"anyOf"`
	AllOf       []schema          `json:"allOf"`
}

// UnmarshalJSON also takes the schemas true and false, which say nothing that
// could be shown.
func (s *schema) UnmarshalJSON(text []byte) error {
	if string(text) == "true" || string(text) == "false" {
		return nil
	}
	type plain schema // without this method
	return json.Unmarshal(text, (*plain)(s))
}

// typeNames is one type name or several.
type typeNames []string

// UnmarshalJSON takes a string or a list of strings.
func (t *typeNames) UnmarshalJSON(text []byte) error {
	var one string
	if err := json.Unmarshal(text, &one); err == nil {
		*t = typeNames{one}
		return nil
	}
	return json.Unmarshal(text, (*[]string)(t))
}

// alternatives are the schemas of which one applies.
func (s schema) alternatives() []schema { return append(slices.Clone(s.OneOf), s.AnyOf...) }

// typeText says in words what a value looks like: "array of integer, 1 to 99".
func (s schema) typeText() string {
	switch {
	case s.Ref != "":
		return refName(s.Ref)
	case s.Items != nil:
		return "array of " + s.Items.typeText()
	case len(s.alternatives()) > 0:
		return s.alternativesText()
	case len(s.AllOf) == 1:
		return s.AllOf[0].typeText()
	case s.Values != nil && len(s.Properties) == 0 && len(s.Values.Type) > 0:
		return "object of " + s.Values.typeText()
	}
	text := strings.Join(s.Type, " or ")
	if text == "" {
		text = "any"
	}
	if s.Format != "" {
		text += " (" + s.Format + ")"
	}
	return text
}

func (s schema) alternativesText() string {
	var names []string
	for _, alternative := range s.alternatives() {
		names = append(names, alternative.typeText())
	}
	return strings.Join(slices.Compact(names), " or ")
}

// refName is the last part of a reference: the name of what it points to.
func refName(ref string) string { return ref[strings.LastIndex(ref, "/")+1:] }

// limits says what a value must keep to, as short sentences.
func (s schema) limits() []string {
	var out []string
	if len(s.Enum) > 1 {
		out = append(out, "One of "+jsonList(s.Enum)+".")
	}
	if only := s.only(); only != nil {
		out = append(out, "Always "+jsonList([]any{only})+".")
	}
	out = append(out, span("", s.Minimum, s.Maximum)...)
	out = append(out, s.lengths()...)
	out = append(out, span(" entries", s.MinItems, s.MaxItems)...)
	if s.Pattern != "" {
		out = append(out, "Matches "+s.Pattern+".")
	}
	if s.Default != nil {
		out = append(out, "Default "+jsonList([]any{s.Default})+".")
	}
	return out
}

// only is the single value that a schema allows, if it is one.
func (s schema) only() any {
	if len(s.Enum) == 1 {
		return s.Enum[0]
	}
	return s.Const
}

func (s schema) lengths() []string {
	if s.MinLength != nil && *s.MinLength == 1 && s.MaxLength == nil {
		return []string{"Not empty."}
	}
	return span(" characters", s.MinLength, s.MaxLength)
}

func jsonList(values []any) string {
	var texts []string
	for _, value := range values {
		text, err := json.Marshal(value)
		if err != nil {
			panic(err) // the value was decoded from JSON
		}
		texts = append(texts, string(text))
	}
	return strings.Join(texts, ", ")
}

// span words a lower and an upper bound.
func span[N int | float64](unit string, low, high *N) []string {
	switch {
	case low != nil && high != nil:
		return []string{fmt.Sprintf("%v to %v%s.", *low, *high, unit)}
	case low != nil:
		return []string{fmt.Sprintf("At least %v%s.", *low, unit)}
	case high != nil:
		return []string{fmt.Sprintf("At most %v%s.", *high, unit)}
	}
	return nil
}
