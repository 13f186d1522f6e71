package menu

// An Allergen is one of the fourteen substances that guests in the European
// Union must be told about: Regulation (EU) No 1169/2011, annex II.
type Allergen string

// The allergens, in the order of the regulation.
const (
	Gluten      Allergen = "gluten" // cereals containing it
	Crustaceans Allergen = "crustaceans"
	Eggs        Allergen = "eggs"
	Fish        Allergen = "fish"
	Peanuts     Allergen = "peanuts"
	Soybeans    Allergen = "soybeans"
	Milk        Allergen = "milk"
	Nuts        Allergen = "nuts" // that grow on trees
	Celery      Allergen = "celery"
	Mustard     Allergen = "mustard"
	Sesame      Allergen = "sesame"
	Sulphites   Allergen = "sulphites" // above 10 mg in a kilogram or litre
	Lupin       Allergen = "lupin"
	Molluscs    Allergen = "molluscs"
)

// Allergens lists every allergen.
var Allergens = []Allergen{
	Gluten, Crustaceans, Eggs, Fish, Peanuts, Soybeans, Milk, Nuts, Celery, Mustard, Sesame, Sulphites, Lupin, Molluscs,
}
