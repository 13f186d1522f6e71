package web

import (
	"fmt"
	"html/template"
	"io/fs"
	"slices"
)

// site is one consistent reading of assets, words and templates.
type site struct {
	assets *assets
	words  catalogue
	pages  map[string]*template.Template
}

var pageNames = []string{"start", "testclient", "docs"}

// layoutOf is the frame of a page, by its file and the template in it.
func layoutOf(page string) string {
	if slices.Contains(screenNames, page) {
		return "screen"
	}
	return "layout"
}

func openSite(files fs.FS) (*site, error) {
	assets, err := readAssets(files)
	if err != nil {
		return nil, err
	}
	words, err := readCatalogue(files)
	if err != nil {
		return nil, err
	}
	s := &site{assets: assets, words: words, pages: map[string]*template.Template{}}
	for _, name := range slices.Concat(pageNames, screenNames) {
		page, err := template.ParseFS(files, "templates/"+layoutOf(name)+".html", "templates/"+name+".html")
		if err != nil {
			return nil, fmt.Errorf("read page %s: %w", name, err)
		}
		s.pages[name] = page
	}
	return s, nil
}
