package api

import (
	"context"
	"fmt"
	"mime"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"orderup/fault"
	"orderup/menu"
	"orderup/money"
	"orderup/restaurant"
	"orderup/staff"
)

// The forms of a file.
const (
	formJSON = "application/json"
	formCSV  = "text/csv"
)

var (
	replaceMenuRoute = route{
		id: "replace-menu", tag: "Menu", summary: "Replace the menu by a file", body: menu.MaxBytes,
		text:   "A JSON file as it is exported. What is the same in both keeps its version; the versions in the file do not matter.",
		errors: []int{400, 403, 408, 409, 413, 415, 422, 503, 507},
	}
	importMenuRoute = route{
		id: "import-menu", tag: "Menu", summary: "Import the menu from a file", body: menu.MaxBytes,
		text:   "A JSON file or a CSV sheet as they are exported, which replaces the whole menu. A refusal says which line or row is not acceptable.",
		errors: []int{400, 403, 408, 409, 413, 415, 422, 503, 507},
	}
	exportMenuRoute = route{
		id: "export-menu", tag: "Menu", summary: "Export the menu as a file", errors: []int{403, 422, 503},
		text: "JSON has everything, with prices in minor units. CSV is for spreadsheets, with prices in major units.",
	}
)

// MenuGuard is how a client says which version it has seen.
type MenuGuard struct {
	IfMatch string `header:"If-Match" doc:"The ETag you have seen: refused with 409 if there is a newer version."`
}

// version returns the version a client expects; 0 if it does not care.
func (g MenuGuard) version() (int64, error) {
	n, err := Guard(g).version(0)
	if err != nil {
		return 0, fault.Malformed("menu.if_match", `If-Match must be an ETag of the menu, such as "3"`)
	}
	return n, nil
}

// MenuFile is the file of a menu in one of the forms that its route takes.
type MenuFile struct {
	MenuGuard
	RawBody []byte
	form    string
}

// replaceMenuInput is a file in JSON.
type replaceMenuInput struct{ MenuFile }

// Resolve refuses other forms.
func (in *replaceMenuInput) Resolve(c huma.Context) []error { return in.take(c, formJSON) }

// importMenuInput is a file in any form.
type importMenuInput struct {
	OnceHeader
	MenuFile
}

// Resolve refuses other forms.
func (in *importMenuInput) Resolve(c huma.Context) []error { return in.take(c, formJSON, formCSV) }

// take notes the form of the file; without a header it is JSON.
func (in *MenuFile) take(c huma.Context, forms ...string) []error {
	in.form = formJSON
	if header := c.Header("Content-Type"); header != "" {
		in.form, _, _ = mime.ParseMediaType(header)
	}
	if !slices.Contains(forms, in.form) {
		return []error{wrongForm("send the file as " + strings.Join(forms, " or ") + ", and say which in the header Content-Type")}
	}
	return nil
}

// wrongForm says which forms a route takes.
type wrongForm string

// Error says what to do.
func (w wrongForm) Error() string { return string(w) }

// GetStatus makes it a 415.
func (wrongForm) GetStatus() int { return http.StatusUnsupportedMediaType }

// menu reads the file.
func (in *MenuFile) menu(c money.Currency) (*menu.Menu, error) {
	if in.form == formCSV {
		return menu.ParseCSV(in.RawBody, c)
	}
	m, err := menu.ParseJSON(in.RawBody)
	if err != nil {
		return nil, err
	}
	var whole any
	if err := readJSON(in.RawBody, &whole); err != nil { // a name that stands twice is not the menu's to see
		return nil, fault.Malformed("menu.json", "%v", err)
	}
	return m, nil
}

type replacedOutput struct {
	ETag     string `header:"ETag" doc:"The menu's new version."`
	Replayed string `header:"Idempotent-Replayed" doc:"true when this answers a repeated request."`
	Body     struct {
		Success    bool   `json:"success" doc:"Always true."`
		Version    int64  `json:"version" doc:"The menu's; the one before if nothing is different."`
		Categories int    `json:"categories" doc:"How many there are now."`
		Items      int    `json:"items" doc:"How many there are now."`
		Groups     int    `json:"groups" doc:"How many there are now."`
		Message    string `json:"message" example:"The menu has 35 items"`
	}
}

// replaceMenu serves PUT /menu.
func (a *API) replaceMenu(ctx context.Context, in *replaceMenuInput) (*replacedOutput, error) {
	return a.takeMenu(ctx, &in.MenuFile, "")
}

// importMenu serves POST /menu/import.
func (a *API) importMenu(ctx context.Context, in *importMenuInput) (*replacedOutput, error) {
	return a.takeMenu(ctx, &in.MenuFile, in.key())
}

func (a *API) takeMenu(ctx context.Context, in *MenuFile, k restaurant.Key) (*replacedOutput, error) {
	if err := caller(ctx).Demand(staff.EditMenu); err != nil {
		return nil, err
	}
	where, err := a.House.Location(ctx, caller(ctx))
	if err != nil {
		return nil, err
	}
	expected, err := in.version()
	if err != nil {
		return nil, err
	}
	m, err := in.menu(where.Currency)
	if err != nil {
		return nil, err
	}
	r, err := a.House.ReplaceMenu(ctx, caller(ctx), m, expected, k)
	if err != nil {
		return nil, err
	}
	return replaced(r), nil
}

func replaced(r restaurant.Replacement) *replacedOutput {
	out := &replacedOutput{ETag: versionTag(r.Version), Replayed: replayed(restaurant.Result{Replayed: r.Replayed})}
	out.Body.Success, out.Body.Version = true, r.Version
	out.Body.Categories, out.Body.Items, out.Body.Groups = r.Categories, r.Items, r.Groups
	out.Body.Message = fmt.Sprintf("The menu has %d items", r.Items)
	return out
}

type exportMenuInput struct {
	Format string `query:"format" enum:"json,csv" default:"json"`
}

type exportMenuOutput struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition" doc:"A name for the file."`
	ETag        string `header:"ETag" doc:"The menu's version."`
	Body        []byte
}

// exportMenu serves GET /menu/export.
func (a *API) exportMenu(ctx context.Context, in *exportMenuInput) (*exportMenuOutput, error) {
	if err := caller(ctx).Demand(staff.EditMenu); err != nil {
		return nil, err
	}
	c, err := a.House.Menu(ctx, caller(ctx))
	if err != nil {
		return nil, err
	}
	out := &exportMenuOutput{ContentType: formJSON, ETag: versionTag(c.Menu.Version), Disposition: `attachment; filename="menu.` + in.Format + `"`}
	if out.Body = c.Menu.JSON(); in.Format == "csv" {
		out.ContentType, out.Body = formCSV+"; charset=utf-8", c.Menu.CSV(c.Currency)
	}
	return out, nil
}

// describeMenuFile says in the OpenAPI document what a file is, which huma
// takes for bytes.
func (a *API) describeMenuFile() {
	paths, registry := a.huma.OpenAPI().Paths, a.huma.OpenAPI().Components.Schemas
	asJSON := &huma.MediaType{Schema: registry.Schema(reflect.TypeFor[menu.Menu](), true, "")}
	asCSV := &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Description: "One row for each category, item, group, option and rate of tax."}}
	both := map[string]*huma.MediaType{formJSON: asJSON, formCSV: asCSV}
	paths["/menu"].Put.RequestBody.Content = map[string]*huma.MediaType{formJSON: asJSON}
	paths["/menu/import"].Post.RequestBody.Content = both
	paths["/menu/export"].Get.Responses["200"].Content = both
	describeFields(registry)
}
