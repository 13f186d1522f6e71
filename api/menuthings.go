package api

import (
	"context"
	"fmt"

	"orderup/fault"
	"orderup/menu"
	"orderup/staff"
)

// What a thing of the menu is read, put and deleted by.
var (
	readErrors   = []int{403, 404, 422, 503}
	putErrors    = []int{400, 403, 408, 409, 413, 415, 422, 503, 507}
	deleteErrors = []int{400, 403, 404, 409, 422, 503, 507}
)

var (
	readItemRoute       = route{id: "read-item", tag: "Menu", summary: "Read an item as it is edited", errors: readErrors}
	putItemRoute        = route{id: "put-item", tag: "Menu", summary: "Add an item, or replace it", text: putText, errors: putErrors}
	deleteItemRoute     = route{id: "delete-item", tag: "Menu", summary: "Take an item off the menu", errors: deleteErrors}
	readCategoryRoute   = route{id: "read-category", tag: "Menu", summary: "Read a category as it is edited", errors: readErrors}
	putCategoryRoute    = route{id: "put-category", tag: "Menu", summary: "Add a category, or replace it", text: putText, errors: putErrors}
	deleteCategoryRoute = route{id: "delete-category", tag: "Menu", summary: "Take a category off the menu", text: "One that has no items any more.", errors: deleteErrors}
	readGroupRoute      = route{id: "read-group", tag: "Menu", summary: "Read a group of options as it is edited", errors: readErrors}
	putGroupRoute       = route{id: "put-group", tag: "Menu", summary: "Add a group of options, or replace it", text: putText, errors: putErrors}
	deleteGroupRoute    = route{id: "delete-group", tag: "Menu", summary: "Take a group of options off the menu", text: "One that no item uses any more.", errors: deleteErrors}
)

const putText = "In all languages and with the price in minor units, as in the exported file. What is so already stays as it is, with its version."

// MenuPath names a thing of the menu.
type MenuPath struct {
	ID string `path:"id" maxLength:"64" doc:"Characters a-z, 0-9 and -, which does not come first." example:"large-fries"`
}

type deleteInput struct {
	MenuPath
	MenuGuard
}

type deletedOutput struct {
	Body struct {
		Success     bool   `json:"success" doc:"Always true."`
		MenuVersion int64  `json:"menuVersion"`
		Message     string `json:"message"`
	}
}

func deleted(m *menu.Menu, message string) *deletedOutput {
	out := &deletedOutput{}
	out.Body.Success, out.Body.MenuVersion, out.Body.Message = true, m.Version, message
	return out
}

// editMenu changes the menu, if it is the version that the client expects.
func (a *API) editMenu(ctx context.Context, g MenuGuard, change func(*menu.Menu, int64) (*menu.Menu, error)) (*menu.Menu, error) {
	expected, err := g.version()
	if err != nil {
		return nil, err
	}
	return a.House.EditMenu(ctx, caller(ctx), func(m *menu.Menu) (*menu.Menu, error) { return change(m, expected) })
}

// wholeMenu returns the menu with all that only its editors see.
func (a *API) wholeMenu(ctx context.Context) (*menu.Menu, error) {
	if err := caller(ctx).Demand(staff.EditMenu); err != nil {
		return nil, err
	}
	c, err := a.House.Menu(ctx, caller(ctx))
	return c.Menu, err
}

// sameID refuses a body that is about another thing than its address.
func sameID[ID ~string](address, body ID) error {
	if body != "" && body != address {
		return fault.Invalid("menu.id", "the id is not that of the address: leave it out").At("id")
	}
	return nil
}

type itemOutput struct {
	ETag string `header:"ETag" doc:"The item's version: that of the menu when it was changed last."`
	Body struct {
		Success     bool      `json:"success" doc:"Always true."`
		Item        menu.Item `json:"item"`
		MenuVersion int64     `json:"menuVersion"`
		Message     string    `json:"message,omitempty"`
	}
}

// itemOf answers with one item of a menu.
func itemOf(m *menu.Menu, id menu.ItemID, message string) (*itemOutput, error) {
	x, there := m.Item(id)
	if !there {
		return nil, fault.NotFound("menu.item", "there is no item %.64q on the menu", id)
	}
	out := &itemOutput{ETag: versionTag(x.Version)}
	out.Body.Success, out.Body.Item, out.Body.MenuVersion, out.Body.Message = true, x, m.Version, message
	return out, nil
}

// readItem serves GET /menu/items/{id}.
func (a *API) readItem(ctx context.Context, in *MenuPath) (*itemOutput, error) {
	m, err := a.wholeMenu(ctx)
	if err != nil {
		return nil, err
	}
	return itemOf(m, menu.ItemID(in.ID), "")
}

type putItemInput struct {
	MenuPath
	MenuGuard
	Body menu.Item
}

// putItem serves PUT /menu/items/{id}.
func (a *API) putItem(ctx context.Context, in *putItemInput) (*itemOutput, error) {
	x, id := in.Body, menu.ItemID(in.ID)
	if err := sameID(id, x.ID); err != nil {
		return nil, err
	}
	x.ID = id
	m, err := a.editMenu(ctx, in.MenuGuard, func(m *menu.Menu, expected int64) (*menu.Menu, error) { return m.PutItem(x, expected) })
	if err != nil {
		return nil, err
	}
	return itemOf(m, id, fmt.Sprintf("The item %s is on the menu", id))
}

// deleteItem serves DELETE /menu/items/{id}.
func (a *API) deleteItem(ctx context.Context, in *deleteInput) (*deletedOutput, error) {
	m, err := a.editMenu(ctx, in.MenuGuard, func(m *menu.Menu, expected int64) (*menu.Menu, error) {
		return m.DeleteItem(menu.ItemID(in.ID), expected)
	})
	if err != nil {
		return nil, err
	}
	return deleted(m, fmt.Sprintf("The item %s is off the menu", in.ID)), nil
}

type categoryOutput struct {
	ETag string `header:"ETag" doc:"The category's version: that of the menu when it was changed last."`
	Body struct {
		Success     bool          `json:"success" doc:"Always true."`
		Category    menu.Category `json:"category"`
		MenuVersion int64         `json:"menuVersion"`
		Message     string        `json:"message,omitempty"`
	}
}

// categoryOf answers with one category of a menu.
func categoryOf(m *menu.Menu, id menu.CategoryID, message string) (*categoryOutput, error) {
	x, there := m.Category(id)
	if !there {
		return nil, fault.NotFound("menu.category", "there is no category %.64q on the menu", id)
	}
	out := &categoryOutput{ETag: versionTag(x.Version)}
	out.Body.Success, out.Body.Category, out.Body.MenuVersion, out.Body.Message = true, x, m.Version, message
	return out, nil
}

// readCategory serves GET /menu/categories/{id}.
func (a *API) readCategory(ctx context.Context, in *MenuPath) (*categoryOutput, error) {
	m, err := a.wholeMenu(ctx)
	if err != nil {
		return nil, err
	}
	return categoryOf(m, menu.CategoryID(in.ID), "")
}

type putCategoryInput struct {
	MenuPath
	MenuGuard
	Body menu.Category
}

// putCategory serves PUT /menu/categories/{id}.
func (a *API) putCategory(ctx context.Context, in *putCategoryInput) (*categoryOutput, error) {
	x, id := in.Body, menu.CategoryID(in.ID)
	if err := sameID(id, x.ID); err != nil {
		return nil, err
	}
	x.ID = id
	m, err := a.editMenu(ctx, in.MenuGuard, func(m *menu.Menu, expected int64) (*menu.Menu, error) { return m.PutCategory(x, expected) })
	if err != nil {
		return nil, err
	}
	return categoryOf(m, id, fmt.Sprintf("The category %s is on the menu", id))
}

// deleteCategory serves DELETE /menu/categories/{id}.
func (a *API) deleteCategory(ctx context.Context, in *deleteInput) (*deletedOutput, error) {
	m, err := a.editMenu(ctx, in.MenuGuard, func(m *menu.Menu, expected int64) (*menu.Menu, error) {
		return m.DeleteCategory(menu.CategoryID(in.ID), expected)
	})
	if err != nil {
		return nil, err
	}
	return deleted(m, fmt.Sprintf("The category %s is off the menu", in.ID)), nil
}

type groupOutput struct {
	ETag string `header:"ETag" doc:"The group's version: that of the menu when it was changed last."`
	Body struct {
		Success     bool       `json:"success" doc:"Always true."`
		Group       menu.Group `json:"group"`
		MenuVersion int64      `json:"menuVersion"`
		Message     string     `json:"message,omitempty"`
	}
}

// groupOf answers with one group of a menu.
func groupOf(m *menu.Menu, id menu.GroupID, message string) (*groupOutput, error) {
	x, there := m.Group(id)
	if !there {
		return nil, fault.NotFound("menu.group", "there is no group %.64q on the menu", id)
	}
	out := &groupOutput{ETag: versionTag(x.Version)}
	out.Body.Success, out.Body.Group, out.Body.MenuVersion, out.Body.Message = true, x, m.Version, message
	return out, nil
}

// readGroup serves GET /menu/groups/{id}.
func (a *API) readGroup(ctx context.Context, in *MenuPath) (*groupOutput, error) {
	m, err := a.wholeMenu(ctx)
	if err != nil {
		return nil, err
	}
	return groupOf(m, menu.GroupID(in.ID), "")
}

type putGroupInput struct {
	MenuPath
	MenuGuard
	Body menu.Group
}

// putGroup serves PUT /menu/groups/{id}.
func (a *API) putGroup(ctx context.Context, in *putGroupInput) (*groupOutput, error) {
	x, id := in.Body, menu.GroupID(in.ID)
	if err := sameID(id, x.ID); err != nil {
		return nil, err
	}
	x.ID = id
	m, err := a.editMenu(ctx, in.MenuGuard, func(m *menu.Menu, expected int64) (*menu.Menu, error) { return m.PutGroup(x, expected) })
	if err != nil {
		return nil, err
	}
	return groupOf(m, id, fmt.Sprintf("The group %s is on the menu", id))
}

// deleteGroup serves DELETE /menu/groups/{id}.
func (a *API) deleteGroup(ctx context.Context, in *deleteInput) (*deletedOutput, error) {
	m, err := a.editMenu(ctx, in.MenuGuard, func(m *menu.Menu, expected int64) (*menu.Menu, error) {
		return m.DeleteGroup(menu.GroupID(in.ID), expected)
	})
	if err != nil {
		return nil, err
	}
	return deleted(m, fmt.Sprintf("The group %s is off the menu", in.ID)), nil
}
