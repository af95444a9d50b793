namespace KaPipeline.Ingestion.Profiles.Drafts;

/// <summary>Tells cases from sales units: by what the header says, by a column of units of measure, and by whether cases times pack size
/// are the units.</summary>
internal sealed class QuantityReading(Vocabulary vocabulary, SampleTable table, List<TableReading.Use> uses,
    List<(DraftColumn Column, Doubt Why)> left)
{
    private static readonly (string Units, string Cases)[] Kinds =
        [("units", "cases"), ("received_units", "received_cases"), ("shipped_units", "shipped_cases")];

    public void Settle(TableReading reading)
    {
        var measure = table.Columns.FirstOrDefault(column => Vocabulary.IsUnitOfMeasure(column.Header) && column.Values.Count > 0);
        foreach (var (units, cases) in Kinds)
        {
            if (Find(units) is { } single && Find(cases) is { } boxes)
            {
                Both(single, boxes);
            }
            else if (units == "units" && Find(cases) is { } counted)
            {
                PriceOf(counted);
            }
            else if (Find(units) is { } alone && vocabulary.MeaningOf(alone.Column.Header).CountsCases is null
                && alone.Column.QuantityPart() is null)
            {
                One(reading, alone, cases, measure);
            }
        }
    }

    private TableReading.Use? Find(string field) => uses.Find(use => use.Field == field);

    // 5 cases of 24 and 120 units are one quantity; 5 cases and 3 loose units are two that add up.
    private void Both(TableReading.Use units, TableReading.Use cases)
    {
        var pack = Find("row_pack_size")?.Column;
        var rows = Enumerable.Range(0, table.Rows.Count)
            .Where(row => units.Column.NumberAt(row) is not null and not 0 && cases.Column.NumberAt(row) is not null and not 0).ToList();
        var isSame = rows.Count > 0 && rows.TrueForAll(row => pack is null
            ? units.Column.NumberAt(row) % cases.Column.NumberAt(row) == 0 && units.Column.NumberAt(row) >= cases.Column.NumberAt(row)
            : units.Column.NumberAt(row) == cases.Column.NumberAt(row) * pack.NumberAt(row));
        if (isSame)
        {
            uses.Remove(cases);
            left.Add((cases.Column, pack is null
                ? new($"整除{units.Column.Header}：同一数量按箱计，只读一次", $"divides {units.Column.Header}: the same quantity in cases, read once")
                : new($"乘以{pack.Header}即{units.Column.Header}：同一数量，只读一次",
                $"times {pack.Header} it is {units.Column.Header}: the same quantity, read once")));
            Replace(units, pack is null
                ? new($"{cases.Column.Header}似为同一数量按箱计", $"{cases.Column.Header} seems to be the same quantity in cases") : units.Doubt);
        }
        else
        {
            Replace(units,
                new($"{cases.Column.Header}与{units.Column.Header}相加：整箱与零数",
                $"{cases.Column.Header} and {units.Column.Header} add up: cases and loose units"));
        }
    }

    private void One(TableReading reading, TableReading.Use units, string cases, DraftColumn? measure)
    {
        if (IsAmount(units.Column, true))
        {
            uses[uses.IndexOf(units)] =
                units with { Field = cases, Doubt = new("乘以箱规与单价等于金额：是箱数", "times pack size and price it is the amount: cases") };
            return;
        }

        var words = measure?.Values.Distinct().Select(word => (Word: word, IsCases: Vocabulary.CountsCases(word))).ToList() ?? [];
        if (words.Count > 0 && words.TrueForAll(word => word.IsCases == true))
        {
            uses[uses.IndexOf(units)] = units with
            {
                Field = cases,
                Doubt = new($"{measure!.Header}为{words[0].Word}：是箱数", $"{measure.Header} says {words[0].Word}: cases")
            };
            PricePerCase(new($"{measure.Header}为{words[0].Word}：是箱价", $"{measure.Header} says {words[0].Word}: a price per case"));
        }
        else if (words.Exists(word => word.IsCases == true))
        {
            reading.MixedUnits = measure;
            var all = string.Join(", ", words.Select(word => word.Word));
            Replace(units, new($"{measure!.Header}有{all}：按行分箱与零数", $"{measure.Header} says {all}"));
        }
        else if (words.Exists(word => word.IsCases is null))
        {
            var unknown = string.Join(", ", words.Where(word => word.IsCases is null).Select(word => word.Word).Take(5));
            Replace(units, new($"零数还是箱数？{measure!.Header}为{unknown}", $"units or cases? {measure.Header} says {unknown}"));
        }
        else if (words.Count == 0 && Find("row_pack_size") is { Column.Values.Count: > 0 } pack && units.Column.Values.Count > 0)
        {
            Replace(units, new(
                $"零数还是箱数？此处为 {units.Column.Values[0]}，每箱 {pack.Column.Values[0]}",
                $"units or cases? it says {units.Column.Values[0]} where a case holds {pack.Column.Values[0]}"));
        }
    }

    // A price of a case, though its header does not say so.
    private void PriceOf(TableReading.Use cases)
    {
        if (IsAmount(cases.Column, false))
        {
            PricePerCase(new("乘以箱数等于金额：是箱价", "times cases it is the amount: a price per case"));
        }
    }

    // Whether quantity times price, and times pack size, is the amount in each row.
    private bool IsAmount(DraftColumn quantity, bool byPack)
    {
        var amount = table.Columns.FirstOrDefault(column => column.IsNumeric
            && vocabulary.MeaningOf(column.Header).Fields is ["amount" or "net_amount", ..]);
        if (amount is null || Find("unit_price")?.Column is not { } price || Find("row_pack_size")?.Column is not { } pack)
        {
            return false;
        }

        var rows = Enumerable.Range(0, table.Rows.Count)
            .Where(row => quantity.NumberAt(row) is not null and not 0 && pack.NumberAt(row) is > 1 && amount.NumberAt(row) is not null)
            .ToList();
        return rows.Count > 0 && rows.TrueForAll(row =>
            Math.Abs((quantity.NumberAt(row)!.Value * (price.NumberAt(row) ?? 0) * (byPack ? pack.NumberAt(row)!.Value
            : 1)) - amount.NumberAt(row)!.Value) < 0.02m);
    }

    private void PricePerCase(Doubt doubt)
    {
        if (Find("unit_price") is { } price && Find("case_price") is null)
        {
            uses[uses.IndexOf(price)] = price with { Field = "case_price", Doubt = doubt };
        }
    }

    private void Replace(TableReading.Use use, Doubt? doubt) => uses[uses.IndexOf(use)] = use with { Doubt = doubt };
}
