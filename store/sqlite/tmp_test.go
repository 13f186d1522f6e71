package sqlite
import ("testing";"orderup/order";"orderup/store";"fmt";"path/filepath";"context";"time")
func BenchmarkTmp(b *testing.B){
 s,err:=Open(context.Background(),filepath.Join(b.TempDir(),"a.db"),Options{UnsafeSynchronousOff:true}); if err!=nil{b.Fatal(err)}
 defer s.Close()
 s.Open(b.Context(),store.Location{ID:main,Name:"M",Zone:"UTC",Currency:"EUR"})
 N:=100000
 for i:=0;i<N;i+=1000 { if err:=s.Update(b.Context(),main,func(tx store.Tx) error {
   for j:=i;j<i+1000;j++ {
    n,_:=tx.NextNumber("d"); 
    o:=order.Order{ID:order.ID(fmt.Sprintf("%08d",j)),Location:main,Day:"d",Number:n,Status:order.Completed,Version:1,Currency:"EUR",Total:100}
    if j%1000==0 {o.Status=order.Pending}
    if err:=tx.Insert(o);err!=nil{return err}
    if err:=tx.Append(order.Event{Type:order.Placed,Order:o});err!=nil{return err}
   }; return nil});err!=nil{b.Fatal(err)}}
 q:=map[string]func(r store.Reader,i int) error{
  "orders50":func(r store.Reader,i int) error{_,e:=r.Orders(store.Query{Limit:50});return e},
  "ordersVary":func(r store.Reader,i int) error{_,e:=r.Orders(store.Query{Limit:1+i%3});return e},
  "open50":func(r store.Reader,i int) error{_,e:=r.Orders(store.Query{Limit:50,Status:[]order.Status{order.Pending,order.Ready}});return e},
  "cancelled":func(r store.Reader,i int) error{_,e:=r.Orders(store.Query{Limit:50,Status:[]order.Status{order.Cancelled}});return e},
  "order":func(r store.Reader,i int) error{_,e:=r.Order(order.ID(fmt.Sprintf("%08d",i%N)));return e},
  "numbered":func(r store.Reader,i int) error{_,e:=r.OrderNumbered("d",order.Number(1+i%3));return e},
  "events1":func(r store.Reader,i int) error{_,e:=r.Events(int64(i%3),1);return e},
  "events100":func(r store.Reader,i int) error{_,e:=r.Events(int64(i%N),100);return e},
  "last":func(r store.Reader,i int) error{_,e:=r.LastEvent(order.ID(fmt.Sprintf("%08d",i%N)),int64(N));return e},
  "tally":func(r store.Reader,i int) error{_,e:=r.Tally();return e},
  "head":func(r store.Reader,i int) error{_,e:=r.Head();return e},
 }
 for n,f:=range q { b.Run(n,func(b *testing.B){ b.ReportAllocs(); for i:=range b.N { if err:=s.View(b.Context(),main,func(r store.Reader) error{return f(r,i)});err!=nil{b.Fatal(err)}}})}
 st:=time.Now(); _ = st
}
