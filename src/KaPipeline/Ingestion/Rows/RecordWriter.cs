using System.Globalization;
using System.Text;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Tables;
using KaPipeline.Labels;

namespace KaPipeline.Ingestion.Rows;

/// <summary>Writes one canonical record of the current row into its target's COPY bytes.</summary>
internal sealed class RecordWriter
{
    private static readonly (string First, string Last)[] Orders =
        [("ordered_on", "requested_on"), ("shipped_on", "received_on"), ("period_from", "period_to"), ("period_from", "stated_on")];

    private readonly StagingTable target;
    private readonly FieldReader[] fields;
    private readonly (ulong Fields, int Column, string Names)[] needsOneOf;
    private readonly long loadId;
    private readonly int lineNumber;
    private readonly FeedRecord? feed;
    private readonly DateOnly[] dates;
    private readonly (int First, int Last)[] inOrder;
    private readonly ItemAmounts? amounts;
    private readonly QuantityCheck? quantities;
    private readonly int[] measures;
    private readonly Number[] numbers;
    private readonly int[] names;
    private readonly (byte[] Text, int Length)[] codes;
    private readonly int kindField;
    private readonly int[] signed;
    private readonly int[] counted;
    private readonly CellKind[] kinds;
    private readonly string[] changes;
    private ulong valued;
    private ulong filled;
    private bool isReturn;
    private bool isDeduction;

    public RecordWriter(StagingTable target, FieldReader[] fields, StagingSink sink, ItemAmounts? amounts,
        QuantityCheck quantities)
    {
        (this.target, this.fields, this.amounts) = (target, fields, amounts);
        this.quantities = quantities.IsNeeded && !target.IsFeed ? quantities : null;
        numbers = new Number[fields.Length];
        kinds = new CellKind[fields.Length];
        changes = new string[fields.Length];
        codes = [.. fields.Select(_ => (new byte[32], 0))];
        Buffer = sink.BufferOf(target);
        feed = target.IsFeed ? new FeedRecord(target.Name, fields) : null;
        dates = new DateOnly[fields.Length];
        measures = [.. Enumerable.Range(0, fields.Length).Where(at => fields[at].IsMapped && ItemAmounts.IsMeasure(fields[at].Field.Name))];
        int Place(string name) => Array.FindIndex(fields, field => field.Field.Name == name && field.IsMapped);
        inOrder = [.. Orders.Select(pair => (Place(pair.First), Place(pair.Last))).Where(pair => pair is ( >= 0, >= 0))];
        names = [.. new[] { Place("item_number"), Place("barcode") }.Where(at => at >= 0)];
        // What comes back is negative in a statement; as the profile has it, the portal writes it without a sign.
        kindField = target.Name == "statement_line" ? Place("kind") : -1;
        signed = kindField < 0 ? [] : [.. Enumerable.Range(0, fields.Length).Where(at => fields[at].Sign == SignRule.Negate)];
        counted = [.. new[] { Place("units"), Place("cases"), Place("amount"), Place("net_amount") }.Where(at => at >= 0 && kindField >= 0)];
        loadId = sink.LoadId;
        needsOneOf = [.. target.NeedsOneOf.Select(names =>
        {
            var group = Array.ConvertAll(names, name => Array.FindIndex(fields, field => field.Field.Name == name));
            return (group.Aggregate(0UL, (all, at) => all | (1UL << at)), group.Max(at => fields[at].Column), string.Join(" / ", names));
        })];
        lineNumber = target.Name == "statement_line"
            ? Array.FindIndex(fields, field => field.Field.Name == "line_number" && !field.IsMapped) : -1;
        Number = target.DocumentNumber is { } name ? Array.Find(fields, field => field.Field.Name == name) : null;
    }

    public StagingTable Target => target;

    public CopyBuffer Buffer { get; }

    /// <summary>The field that holds the document's number.</summary>
    public FieldReader? Number { get; }

    /// <summary>Codes that were left out because another one of their row says the same.</summary>
    public long Dispensed { get; private set; }

    /// <summary>The document's number as it is kept; null where the row does not say a readable one.</summary>
    public string? NumberOf(TableReader table)
    {
        var kind = CellKind.Text;
        var text = Number is null ? default : Number.Read(table, out kind, out _);
        return text.IsEmpty || CodeText.Code(ref text, kind, Number!.Digits, Number.Form) is not null ? null : HeaderText.Readable(text);
    }

    /// <summary>Fields that the header of a cross-tab's column says.</summary>
    public IEnumerable<FieldReader> AcrossFields => fields.Where(one => one.IsAcross);

    /// <summary>What the row says of each field: its text, and the value as it is compared, null for nothing and for what cannot be
    /// read.</summary>
    public (byte[] Text, string? Value)[] Said(TableReader table) =>
        [.. fields.Select(field => (field.Read(table, out _, out _).ToArray(), ValueOf(field, table)))];

    /// <summary>The first field of which the row says otherwise than a row before it; a field left out says nothing.</summary>
    public RowProblem? Contradiction(TableReader table, (byte[] Text, string? Value)[] before)
    {
        for (var at = 0; at < fields.Length; at++)
        {
            if (fields[at].Column >= 0 && before[at].Value is { } said
                && !fields[at].Read(table, out _, out _).SequenceEqual(before[at].Text)
                && ValueOf(fields[at], table) is { } now && now != said)
            {
                return FieldValue.Wrong(RejectionRule.Repeated, fields[at], Encoding.UTF8.GetBytes(now),
                    Bilingual.Of($"与此单据前面的行相同：{said}", $"the same as in the rows of this document before it: {said}"));
            }
        }

        return null;
    }

    private static string? ValueOf(FieldReader field, TableReader table)
    {
        var text = field.Read(table, out var kind, out var problem);
        if (problem is not null || text.IsEmpty || FieldValue.Read(field, text, kind, out var value) is not null)
        {
            return null;
        }

        return field.Field.Kind switch
        {
            FieldKind.Date => value.IsNothing ? null : value.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            FieldKind.Code or FieldKind.Text => HeaderText.Readable(value.Text),
            FieldKind.Flag => value.IsYes ? "true" : "false",
            _ => value.Number.ToDecimal().ToString("0.####################", CultureInfo.InvariantCulture),
        };
    }

    /// <summary>Column of the first of these fields that the profile takes from one; −1 for none.</summary>
    public int ColumnOf(IReadOnlyList<string> names) =>
        names.Select(name => Array.Find(fields, field => field.Field.Name == name)?.Column ?? -1).FirstOrDefault(column => column >= 0, -1);

    /// <summary>Writes the record; on a problem the caller takes the row back.</summary>
    /// <param name="table">The current row.</param>
    /// <param name="rowNumber">Row that it counts as.</param>
    /// <param name="line">Ordinal of the line in its document, for a target whose line number no column gives.</param>
    public RowProblem? Write(TableReader table, int rowNumber, int line)
    {
        Buffer.BeginRow();
        Buffer.Long(loadId);
        Buffer.Int(rowNumber);
        return feed is not null ? feed.Write(table, Buffer) : WriteFact(table, line);
    }

    private RowProblem? WriteFact(TableReader table, int line)
    {
        filled = valued = 0;
        isReturn = isDeduction = false;
        for (var at = 0; at < fields.Length; at++)
        {
            if (at == lineNumber)
            {
                Buffer.Int(line);
                continue;
            }

            var field = fields[at];
            var text = field.Read(table, out var kind, out var problem);
            if (problem is null && text.IsEmpty)
            {
                if (field.Fallback is null)
                {
                    if (field.IsRequired)
                    {
                        return Missing(field);
                    }

                    Buffer.Null();
                    continue;
                }

                if (field.Words is { } words)
                {
                    return FieldValue.Wrong(RejectionRule.Missing, field, default, FieldReader.OneOf(words));
                }

                text = field.Fallback;
            }

            problem ??= WriteValue(field, text, kind, at);
            if (problem is not null)
            {
                if (!IsDispensable(at, problem))
                {
                    return problem;
                }

                Buffer.Null();
                Dispensed++;
            }
        }

        foreach (var (group, column, names) in needsOneOf)
        {
            if ((group & filled) == 0)
            {
                return new RowProblem(RejectionRule.Missing, column, "", Bilingual.Of($"至少一项：{names}", $"at least one of: {names}"));
            }
        }

        return OutOfOrder() ?? TurnedTwice() ?? Contradicted() ?? (isDeduction ? null : quantities?.Find(table, numbers, filled));
    }

    // Quantity and amount of a line have one sign, and what comes back is negative; a fee has no quantity that means anything.
    private RowProblem? Contradicted()
    {
        if (kindField < 0 || isDeduction)
        {
            return null;
        }

        var sign = isReturn ? -1 : 0;
        foreach (var at in counted)
        {
            var own = (filled & (1UL << at)) != 0 ? Math.Sign(numbers[at].Mantissa) : 0;
            if (own != 0 && sign != 0 && own != sign)
            {
                return FieldValue.Wrong(RejectionRule.SignsDiffer, fields[at], Encoding.UTF8.GetBytes($"{numbers[at]}"), isReturn
                    ? Bilingual.Of("退货的数量和金额为负", "a negative quantity and amount of a return")
                    : Bilingual.Of("与同行数量同号", "the sign of the quantity of its row"));
            }

            sign = own != 0 ? own : sign;
        }

        return null;
    }

    private RowProblem? TurnedTwice()
    {
        foreach (var at in signed)
        {
            if (isReturn && (filled & (1UL << at)) != 0 && numbers[at].Mantissa > 0)
            {
                return FieldValue.Wrong(RejectionRule.Negative, fields[at], Encoding.UTF8.GetBytes($"-{numbers[at]}"),
                    Bilingual.Of("退货不带负号，由配置取负", "a return without a sign, which the profile turns"));
            }
        }

        return null;
    }

    /// <summary>Keeps in mind what the record just written shows of the file; only of rows that are kept.</summary>
    public void Note()
    {
        for (var at = 0; at < fields.Length; at++)
        {
            if ((valued & (1UL << at)) != 0)
            {
                fields[at].Kinds!.Take(kinds[at], changes[at]);
            }

            if (fields[at].Shapes is { } shapes && (filled & (1UL << at)) != 0 && codes[at].Length > 0)
            {
                shapes.Take(fields[at], codes[at].Text.AsSpan(0, codes[at].Length));
            }
        }

        NoteAmounts();
    }

    private RowProblem? WriteValue(FieldReader field, ReadOnlySpan<byte> text, CellKind kind, int at)
    {
        if (FieldValue.Read(field, text, kind, out var value) is { } problem)
        {
            return problem;
        }

        dates[at] = value.Date;
        numbers[at] = value.Number;
        if (field.Kinds is { } watch)
        {
            valued |= 1UL << at;
            kinds[at] = kind;
            changes[at] = watch.Differs(kind) ? HeaderText.Readable(text) : "";
        }

        switch (field.Field.Kind)
        {
            case FieldKind.Code or FieldKind.Text:
                Buffer.Text(value.Text);
                isReturn |= at == kindField && value.Text.SequenceEqual("return"u8);
                isDeduction |= at == kindField && value.Text.SequenceEqual("deduction"u8);
                HoldCode(field, value.Text, at);
                break;
            case FieldKind.Date when value.IsNothing:
                Buffer.Null();
                break;
            case FieldKind.Date:
                Buffer.Date(value.Date);
                break;
            case FieldKind.Flag:
                Buffer.Flag(value.IsYes);
                break;
            case FieldKind.Whole:
                Buffer.Int((int)value.Number.ToDecimal());
                break;
            default:
                Buffer.Number(value.Number);
                break;
        }

        filled |= value.IsNothing ? 0 : 1UL << at;
        return null;
    }

    // A destroyed barcode beside an item number that names the product is not needed.
    private bool IsDispensable(int at, RowProblem problem) => fields[at].Field.Kind == FieldKind.Code
        && problem.Rule is RejectionRule.LostDigits or RejectionRule.UnreadableText or RejectionRule.TooLong or RejectionRule.CellError
        && Array.Exists(needsOneOf, group => (group.Fields & (1UL << at)) != 0 && (group.Fields & filled) != 0);

    private void HoldCode(FieldReader field, ReadOnlySpan<byte> code, int at)
    {
        if (field.Shapes is not null || names.Contains(at))
        {
            var kept = codes[at].Text.Length < code.Length ? new byte[code.Length] : codes[at].Text;
            code.CopyTo(kept);
            codes[at] = (kept, code.Length);
        }
    }

    private void NoteAmounts()
    {
        if (amounts is null)
        {
            return;
        }

        var name = -1;
        for (var at = names.Length - 1; at >= 0; at--)
        {
            name = (filled & (1UL << names[at])) != 0 ? names[at] : name;
        }

        if (name < 0)
        {
            return;
        }

        foreach (var at in measures)
        {
            if ((filled & (1UL << at)) != 0)
            {
                amounts.Take(fields[at], at, codes[name].Text.AsSpan(0, codes[name].Length), numbers[at]);
            }
        }
    }

    private RowProblem? OutOfOrder()
    {
        foreach (var (first, last) in inOrder)
        {
            if (((filled >> first) & (filled >> last) & 1) != 0 && dates[first] > dates[last])
            {
                return FieldValue.Wrong(RejectionRule.DatesOutOfOrder, fields[last], Encoding.UTF8.GetBytes($"{dates[last]:yyyy-MM-dd}"),
                    Bilingual.Of($"不早于 {fields[first].Field.Name} {dates[first]:yyyy-MM-dd}",
                        $"not before {fields[first].Field.Name} {dates[first]:yyyy-MM-dd}"));
            }
        }

        return null;
    }

    internal static RowProblem Missing(FieldReader field) =>
        new(RejectionRule.Missing, field.Column, "", $"{field.Field.Name} 不能为空 must not be empty");
}
