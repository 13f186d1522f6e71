package api

import (
	"github.com/danielgtaylor/huma/v2"

	"orderup/menu"
)

// fileFields say what the fields of a menu's file are.
var fileFields = map[string]map[string]string{
	"FileMenu": {
		"version": "One more with every change; does not matter in an import.", "language": "The one every text has.",
		"currency": "Of the prices; must be the restaurant's.", "categories": "In the order in which they are shown.",
		"items": "In the order in which they are shown, within each category.",
	},
	"FileItem": {
		"version": "The menu's when it was changed last; does not matter in what is sent.", "category": "The id of its category.",
		"name": "In each language: at most 80 characters, and there in the menu's own.", "description": "In each language, at most 500 characters.",
		"priceMinor": "Tax included, without options, in minor units: 350 is 3.50 EUR. At most 10,000,000.", "taxClass": "That of one of the rates.",
		"groups":      "The ids of the groups to choose from, in this order; at most 20.",
		"prepSeconds": "How long one takes, at most 14,400.", "station": "Where it is made; left out: at the kitchen's catch-all.",
		"noPrep": "It is only handed over: done as soon as it is fired.", "tags": "Of the form of ids, at most 20.", "hidden": "It cannot be ordered.",
	},
	"FileGroup": {
		"min": "How many options must be chosen; more than 0: the group is required.", "max": "How many options can be chosen.",
		"options": "1 to 50, whose ids are in no other group of the same item.",
	},
	"FileOption": {
		"priceMinor": "Added to the item's, in minor units; may be negative.", "kind": "What it does to the item: add, remove or choice.",
		"prepSeconds": "Added to the item's; may be negative.", "allergens": "That it adds.",
	},
	"FileRate": {
		"orderType": "takeaway, dine_in, ...; left out: every type that has no rate of its own.", "from": "The first day, as 2026-11-23.",
		"points": "Hundredths of a percent: 600 is 6 %.",
	},
}

// describeFields adds to the schemas of a menu's file what its fields are.
func describeFields(r huma.Registry) {
	for name, fields := range fileFields {
		for field, text := range fields {
			r.Map()[name].Properties[field].Description = text
		}
	}
	for _, name := range []string{"FileItem", "FileOption"} {
		r.Map()[name].Properties["allergens"].Items.Examples = []any{menu.Gluten}
	}
}
