using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Tables;
using KaPipeline.Labels;

namespace KaPipeline.Ingestion.Rows;

/// <summary>
/// Holds the quantity of a row against its own price and amount. Where amount ÷ price is another reading of the same cells, cases for units
/// or the number in brackets for the one before it, and not the one that was read, the row says two things. An amount alone says
/// nothing: it may be with or without VAT, rounded, or of a price that was agreed otherwise.
/// </summary>
internal sealed partial class QuantityCheck
{
    private const decimal Within = 0.005m;
    private const decimal Cents = 0.02m;
    private const decimal Largest = 1_000_000_000m;
    private const int LongestCell = 64;

    // What an amount may be beside quantity × price: the same, or one of them with VAT and the other without.
    private static readonly decimal[] Vat = [1m, 1.03m, 1.06m, 1.09m, 1.13m, 1.16m, 1.17m];

    private readonly FieldReader[] fields;
    private readonly int[] amounts;
    private readonly int units;
    private readonly int cases;
    private readonly int pack;
    private readonly int price;

    public QuantityCheck(Header header, ReportProfile report, FieldReader[] fields)
    {
        int Place(string name) => Array.FindIndex(fields, field => field.Field.Name == name && field.Column >= 0);
        this.fields = fields;
        (units, cases, pack, price) = (Place("units"), Place("cases"), Place("row_pack_size"), Place("unit_price"));
        var mapped = report.Rows.SelectMany(record => record.Fields.Values).Where(field => field.Source == FieldSource.Column)
            .SelectMany(field => field.Names).Select(header.Find).ToHashSet();
        var sums = (report.Total?.Sums ?? []).Where(name => Money().IsMatch(HeaderText.Normalise(name))).Select(header.Find)
            .Where(at => !mapped.Contains(at));
        amounts = [.. fields.Where(field => field.Field.Name is "amount" or "net_amount").Select(field => field.Column).Concat(sums)
            .Where(at => at >= 0).Distinct()];
        IsNeeded = amounts.Length > 0 && price >= 0 && (units >= 0 || cases >= 0);
    }

    /// <summary>Whether the record has a quantity, a price and an amount, each in a column that the profile names.</summary>
    public bool IsNeeded { get; }

    /// <summary>What contradicts the quantity of the row; null where nothing does.</summary>
    /// <param name="table">The file, at the row.</param>
    /// <param name="numbers">The values of the record's fields.</param>
    /// <param name="filled">Which of them the row has.</param>
    public RowProblem? Find(TableReader table, Number[] numbers, ulong filled)
    {
        if (IsPlain(table, numbers, filled))
        {
            return null;
        }

        decimal Value(int at) => at >= 0 && (filled & (1UL << at)) != 0 ? Math.Abs(numbers[at].ToDecimal()) : 0;
        var (single, whole, size, of) = (Value(units), Value(cases), Value(pack), Value(price));
        if (of == 0 || (single == 0 && whole == 0) || (whole > 0 && size == 0)
            || Math.Max(Math.Max(single, whole), Math.Max(size, of)) > Largest)
        {
            return null;
        }

        var read = single + (whole * size);
        var found = single > 0 ? units : cases;
        foreach (var at in amounts)
        {
            if (AmountOf(table, at) is { } amount
                && Array.Exists(Vat, rate => Fits(amount, read * of * rate) || Fits(amount * rate, read * of)))
            {
                return null;
            }
        }

        // A smaller one may be right beside the price of a case, which is found as a wrong price.
        foreach (var other in Others(table, found, single, whole, size).Where(other => other > read))
        {
            foreach (var at in amounts)
            {
                if (AmountOf(table, at) is { } amount && Fits(amount, other * of))
                {
                    var said = string.Create(CultureInfo.InvariantCulture, $"{amount} ÷ {of} = {other:0.####}");
                    return FieldValue.Wrong(RejectionRule.QuantityDisagrees, fields[found],
                        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{read:0.####}")),
                        Bilingual.Of($"与同行金额相符的数量：{said}", $"the quantity that the amount of its row gives: {said}"));
                }
            }
        }

        return null;
    }

    // Nearly every row: quantity × price is the amount. Told without the exactness that judging a row needs, which takes ten times as long.
    private bool IsPlain(TableReader table, Number[] numbers, ulong filled)
    {
        double Value(int at) => at >= 0 && (filled & (1UL << at)) != 0 ? Math.Abs(numbers[at].ToDouble()) : 0;
        var product = (Value(units) + (Value(cases) * Value(pack))) * Value(price);
        return product == 0
            || (Number.TryParse(Cells.Clean(table.Cell(amounts[0])), out var amount)
                && Math.Abs(Math.Abs(amount.ToDouble()) - product) <= product * (double)Within / 2);
    }

    // Cases and units exchanged, and the other numbers in the cell.
    private List<decimal> Others(TableReader table, int found, decimal single, decimal whole, decimal size)
    {
        var others = new List<decimal>();
        if (size > 1)
        {
            others.Add((single * size) + whole);
        }

        var cell = Cells.Clean(table.Cell(fields[found].Column));
        if ((single == 0 || whole == 0) && cell.Length <= LongestCell && !Number.TryParse(cell, out _))
        {
            foreach (Match number in Figures().Matches(HeaderText.Normalise(cell)))
            {
                others.Add(decimal.Parse(number.ValueSpan, CultureInfo.InvariantCulture));
            }
        }

        return others;
    }

    private static decimal? AmountOf(TableReader table, int at) =>
        Number.TryParse(Cells.Clean(table.Cell(at)), out var number) && Math.Abs(number.ToDecimal()) is > 0 and <= Largest and var amount
            ? amount : null;

    private static bool Fits(decimal amount, decimal product) => Math.Abs(amount - product) <= Math.Max(Cents, amount * Within);

    // 未税金额, 价税合计, 货款, amount.
    [GeneratedRegex("额|款|价税|amount|value")]
    private static partial Regex Money();

    [GeneratedRegex(@"\d{1,9}(?:\.\d{1,6})?")]
    private static partial Regex Figures();
}
