package restaurant

// What other files of the package call in a transaction of their own.
var (
	KeepMenu    = keepMenu
	TakeStock   = takeStock
	ReturnStock = returnStock
	MenuOf      = (*House).menuOf
)
