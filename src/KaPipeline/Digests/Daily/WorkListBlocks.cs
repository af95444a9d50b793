using KaPipeline.Digests.Design;
using KaPipeline.Digests.Facts;
using KaPipeline.Labels;

namespace KaPipeline.Digests.Daily;

/// <summary>What the daily says of the day's deliveries and of stores that run out: short, the whole list stands in the workbook.</summary>
/// <param name="names">Names.</param>
/// <param name="language">The reader's language.</param>
/// <param name="work">What the reader may see.</param>
/// <param name="asOf">The edition's business date.</param>
internal sealed class WorkListBlocks(Names names, Language language, WorkFacts work, DateOnly asOf)
{
    private const int ItemsOfStore = 4;

    /// <summary>What to deliver first, store by store; nothing where nothing is to be delivered.</summary>
    /// <param name="limit">How many stores.</param>
    public IEnumerable<Block> First(int limit)
    {
        if (work.Lines.Count == 0)
        {
            yield break;
        }

        var stores = work.Lines.GroupBy(line => line.Place).ToList();
        var (today, tomorrow) = (work.Lines.Count(line => line.IsToday), work.Lines.Count(line => !line.IsToday));
        yield return new Heading(
            language.Say($"先送 {language.Day(asOf.AddDays(1))}", $"Deliver first, {language.Day(asOf.AddDays(1))}"),
            language.Say(
                $"今天 {today} 行，明天 {tomorrow} 行，{stores.Count} 家门店。先重点店；店内先畅销、断货、促销品，再快锁码的",
                $"{Language.Counted(today, "line")} today, {tomorrow} tomorrow, {Language.Counted(stores.Count, "store")}. Key stores first; then what sells best, is out of stock or promoted, then what is nearly locked"));
        yield return new Grid(
            [
                new(language.Say("门店", "Store"), IsShort: true), new(language.Say("先送", "First")),
                new(language.Say("今天（箱）", "Today, cases"), IsNumber: true),
            ],
            [.. stores.Take(limit).Select(StoreRow)],
            stores.Count > limit ? language.Say(
                $"另有 {stores.Count - limit} 家门店 {stores.Skip(limit).Sum(store => store.Count())} 行",
                $"{Language.Counted(stores.Count - limit, "more store")} with {Language.Counted(stores.Skip(limit).Sum(store => store.Count()), "line")}") : null);
    }

    /// <summary>What is out of stock or nearly; nothing where no store says so.</summary>
    /// <param name="limit">How many items.</param>
    public IEnumerable<Block> Short(int limit)
    {
        if (work.Stock.Count == 0)
        {
            yield break;
        }

        var gone = work.Stock.Where(alert => alert.State == "out").ToList();
        yield return new Heading(language.Say("断货与低库存", "Out of stock, or nearly"), language.Say(
            $"断货 {gone.Count} 项{Lost(gone)}；低于安全库存 {work.Stock.Count - gone.Count} 项。建议订货为整箱，补到目标天数，在途和大仓未发的已扣除",
            $"{gone.Count} out{Lost(gone)}; {work.Stock.Count - gone.Count} below the safety stock. Suggested orders are whole cases up to the target cover, less what is on its way or lies in the warehouse"));
        yield return new Grid(
            [
                new(language.Say("品项", "Item")), new(language.Say("库存 / 可售天数", "Stock / days"), IsNumber: true),
                new(language.Say("建议订货", "Order"), IsNumber: true),
            ],
            [.. work.Stock.Take(limit).Select(AlertRow)],
            work.Stock.Count > limit ? language.Say($"另有 {work.Stock.Count - limit} 项", $"{work.Stock.Count - limit} more") : null);
    }

    /// <summary>What lies in a chain's warehouse for long, or was lost on the way from it; nothing where no warehouse tells so.</summary>
    /// <param name="limit">How many orders.</param>
    public IEnumerable<Block> HeldUp(int limit)
    {
        if (work.HeldUp.Count == 0)
        {
            yield break;
        }

        var (waiting, lost) = (work.HeldUp.Count(one => one.WaitingQuantity > 0), work.HeldUp.Count(one => one.LostQuantity > 0));
        yield return new Heading(language.Say("大仓未到店", "Not come on from the warehouse"), language.Say(
            $"大仓已签收：滞留 {waiting} 项{(lost > 0 ? $"，配送途中短少 {lost} 项" : "")}。先催门店缺货的；货款照常结算，不必补送",
            $"Signed for by the warehouse: {waiting} lie there{(lost > 0 ? $", {lost} lost on the way to the store" : "")}. What stores are short of comes first; it is settled as received, so do not deliver again"));
        yield return new Grid(
            [
                new(language.Say("品项", "Item")), new(language.Say("大仓", "Warehouse"), IsShort: true),
                new(language.Say("未到店", "Not come on"), IsNumber: true),
            ],
            [.. work.HeldUp.Take(limit).Select(HeldUpRow)],
            work.HeldUp.Count > limit ? language.Say(
                $"另有 {work.HeldUp.Count - limit} 项，见附件工作簿", $"{work.HeldUp.Count - limit} more; see the workbook") : null);
    }

    private Row HeldUpRow(HeldUp one)
    {
        var isShort = one.StockState is "out" or "below_safety";
        return new Row(
            new Cell(
                language.List([names.Product(one.ProductId, language), names.Store(one.Place.ChainId, one.Place.StoreId, language)]),
                one.OrderNumber.Length > 0 ? language.Say($"订单 {one.OrderNumber}", $"order {one.OrderNumber}") : null,
                isShort ? Tone.Bad : Tone.Plain, isShort ? Label.StockState.Of(one.StockState!, language) : null),
            new Cell(names.Area(one.Warehouse, language), language.Say($"{language.ShortDay(one.ReceivedOn)} 签收", $"came on {language.ShortDay(one.ReceivedOn)}")),
            new Cell(language.Count(one.WaitingQuantity + one.LostQuantity), language.List(new[]
            {
                one.WaitingQuantity > 0 ? language.Say(
                    $"滞留 {one.WaitingDays} 天，{language.Count(one.WaitingQuantity)} 件",
                    $"{Language.Counted(one.WaitingQuantity, "unit")} for {Language.Counted(one.WaitingDays ?? 0, "day")}") : "",
                one.LostQuantity > 0 ? language.Say($"短少 {language.Count(one.LostQuantity)} 件", $"{Language.Counted(one.LostQuantity, "unit")} lost") : "",
            }.Where(part => part.Length > 0))));
    }

    private Row StoreRow(IGrouping<Place, WorkLine> store)
    {
        var lines = store.ToList();
        var today = lines.Where(line => line.IsToday).ToList();
        var later = lines.Count - today.Count;
        // A product is named once, however many orders or free goods it comes with.
        var first = (today.Count > 0 ? today : lines).Where(line => line.Priority < 3).DistinctBy(line => line.ProductId).ToList();
        var items = language.List(first.Take(ItemsOfStore).Select(line =>
            language.Say($"{names.Product(line.ProductId, language)}（{line.Why(language)}）", $"{names.Product(line.ProductId, language)} ({line.Why(language)})")));
        return new Row(
            new Cell(names.Store(store.Key.ChainId, store.Key.StoreId, language), StoreNote(lines, later), Tag: lines[0].IsKeyStore
                ? language.Say("重点", "key") : null),
            new Cell(first.Count == 0 ? language.Say("无先送品项", "nothing that goes first") : items, first.Count > ItemsOfStore
                ? language.Say($"等 {first.Count} 项", $"and {first.Count - ItemsOfStore} more") : null),
            Cases(today));
    }

    private string StoreNote(List<WorkLine> lines, int later)
    {
        var warehouse = lines[0].DeliveryMode == "warehouse" ? Label.DeliveryMode.Of("warehouse", language) : "";
        var overdue = lines.Count(line => line.Due == "overdue");
        return language.List(new[]
        {
            warehouse,
            lines.Exists(line => line.Origin == "manual") ? language.Say("含手工订单", "with a manual order") : "",
            overdue > 0 ? language.Say($"逾期 {overdue} 行", $"{overdue} overdue") : "",
            later > 0 ? language.Say($"明天 {later} 行", $"{Language.Counted(later, "line")} tomorrow") : "",
        }.Where(part => part.Length > 0));
    }

    private string Cases(List<WorkLine> lines) => lines.Count == 0 ? Language.NoFigure
        : lines.Exists(line => line.OpenCases is null) ? language.Say($"{lines.Count} 行", $"{Language.Counted(lines.Count, "line")}")
        : language.Count(lines.Sum(line => line.OpenCases!.Value));

    private string Lost(List<StockAlert> gone)
    {
        var lost = gone.Sum(alert => alert.LostAmount ?? 0);
        return lost == 0 ? "" : language.Say($"，至今少供约 {language.Round(lost)} 元", $", about {language.Round(lost)} RMB not supplied so far");
    }

    private Row AlertRow(StockAlert alert) => new(
        new Cell(
            language.List([names.Product(alert.ProductId, language), names.Store(alert.Place.ChainId, alert.Place.StoreId, language)]),
            Since(alert),
            alert.State == "out" ? Tone.Bad : Tone.Warning, Label.StockState.Of(alert.State, language)),
        new Cell(language.Count(alert.StockQuantity), language.Say(
            $"{language.Count(alert.DaysOfCover ?? 0)} 天 · 日均 {language.Count(alert.DailyQuantity)}",
            $"{Language.Counted(alert.DaysOfCover ?? 0, "day")} · {language.Count(alert.DailyQuantity)} a day")),
        alert.SuggestedCases is { } cases
            ? new Cell(
                cases == 0 ? language.Say("已够", "enough") : language.Say($"{language.Count(cases)} 箱", $"{Language.Counted(cases, "case")}"),
                Coming(alert))
            : new Cell(Language.NoFigure, alert.BlockedSince is null ? null : language.Say("先申请开通", "reopen first")));

    private string? Coming(StockAlert alert) => language.List(new[]
    {
        alert.OnOrderQuantity > 0 ? language.Say(
            $"在途 {language.Count(alert.OnOrderQuantity)} 件", $"{Language.Counted(alert.OnOrderQuantity, "unit")} on order") : "",
        alert.InWarehouseSince is { } since ? language.Say(
            $"{language.ShortDay(since)} 起在大仓 {language.Count(alert.InWarehouseQuantity)} 件，催配送",
            $"{Language.Counted(alert.InWarehouseQuantity, "unit")} in the warehouse since {language.ShortDay(since)}: ask for it") : "",
    }.Where(part => part.Length > 0)) is { Length: > 0 } coming ? coming : null;

    private string Since(StockAlert alert) => language.List(new[]
    {
        alert.OutSince is { } since ? language.Say($"{language.ShortDay(since)} 起断货", $"out since {language.ShortDay(since)}") : "",
        alert.LostAmount > 0 ? language.Say($"少供约 {language.Round(alert.LostAmount)} 元", $"about {language.Round(alert.LostAmount)} RMB not supplied") : "",
        alert.LockedOn is { } locked ? language.Say($"{language.ShortDay(locked)} 致锁码", $"led to a lock on {language.ShortDay(locked)}")
        : alert.BlockedSince is { } blocked ? language.Say($"{language.ShortDay(blocked)} 起锁码", $"blocked since {language.ShortDay(blocked)}") : "",
    }.Where(part => part.Length > 0));
}
