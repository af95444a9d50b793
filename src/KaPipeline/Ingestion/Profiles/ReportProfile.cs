using System.Text;

namespace KaPipeline.Ingestion.Profiles;

/// <summary>One kind of file of a chain: how to know it, where its header is, and what its rows become.</summary>
public sealed record ReportProfile
{
    /// <summary>Name of the report within the chain, for example <c>orders</c>.</summary>
    public required string Name { get; init; }

    /// <summary>File name patterns with <c>*</c> and <c>?</c>, compared without regard to case.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Encoding of text files where the bytes leave a choice; null lets the bytes decide alone.</summary>
    public Encoding? Encoding { get; init; }

    /// <summary>Separator of text files; null finds it.</summary>
    public char? Separator { get; init; }

    /// <summary>Name pattern of the sheets that hold data; null takes the first in which the header is found.</summary>
    public string? Sheet { get; init; }

    /// <summary>Name patterns of sheets that are never read, though they may have the header.</summary>
    public IReadOnlyList<string> SkipSheets { get; init; } = [];

    /// <summary>Its tables, where the profile tells several apart (goods and fees); else the report itself is the one table. Each is a
    /// report with its own sheet, header, total and rows.</summary>
    public IReadOnlyList<ReportProfile> Tables { get => field.Count > 0 ? field : [this]; init; } = [];

    /// <summary>The cross-tab that its columns make; null for an ordinary table.</summary>
    public Unpivot? Unpivot { get; init; }

    /// <summary>Whether numbers of documents that differ in small and capital letters are different documents; stated once for the
    /// chain.</summary>
    public bool KeepsCase { get; init; }

    /// <summary>Rows that the header spans; 0 for files without one, whose columns are then named <c>#1</c>, <c>#2</c>, ….</summary>
    public int HeaderRows { get; init; } = 1;

    /// <summary>Physical lines that make up one item.</summary>
    public int LinesPerRow { get; init; } = 1;

    /// <summary><c>whole</c>: a document comes whole and supersedes lines it no longer holds; <c>lines</c>: single lines
    /// (docs/money.md#clocks).</summary>
    public string Document { get; init; } = "whole";

    /// <summary>Whether the chain's order and delivery-note numbers are unique only with the store; stated once for the chain.</summary>
    public bool IsPerStore { get; init; }

    /// <summary><c>window</c>: the file is a complete picture of a window; <c>none</c>: it is not.</summary>
    public string Snapshot { get; init; } = "none";

    /// <summary>Whether printed order prices are <c>including</c> or <c>excluding</c> VAT.</summary>
    public string Prices { get; init; } = "excluding";

    /// <summary>The report's date format, unless a field states its own. Never guessed.</summary>
    public DateFormat Dates { get; init; } = DateFormat.Iso;

    /// <summary>Cell texts that mean nothing, besides a blank cell.</summary>
    public IReadOnlyList<string> Nothing { get; init; } = [];

    /// <summary>Columns that are known and not used; any other unmapped column is reported as added.</summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>The total row, where the report has one.</summary>
    public TotalRow? Total { get; init; }

    /// <summary>Rows that are decoration and no data, such as subtotals.</summary>
    public IReadOnlyList<RowCondition> Skip { get; init; } = [];

    /// <summary>What a row becomes; a row to which none applies is quarantined.</summary>
    public required IReadOnlyList<RecordMapping> Rows { get; init; }

    /// <summary>Where the business date is in the file name; null where it is not.</summary>
    public FileNameDate? BusinessDate { get; init; }

    /// <summary>How to tell when a file arrived that no portal gives a time for; null takes the moment of collection.</summary>
    public ArrivalRule? Arrival { get; init; }

    /// <summary>When a file is expected; null for reports that come when they come.</summary>
    public ExpectedArrival? Expected { get; init; }

    /// <summary>Line of the profile file where the report begins, for messages.</summary>
    public int ProfileLine { get; init; }

    /// <summary>Where a field of a target comes from, for people: 订单号 / 单号 | label 对账单号.</summary>
    /// <param name="say">Chooses between the Chinese and the English words.</param>
    public string SourceOf(string target, string field, Func<string, string, string> say) => string.Join(" | ", Rows
        .Where(record => record.Into?.Name == target && record.Fields.ContainsKey(field)).Select(record => record.Fields[field])
        .Select(source => Place(source.Source, say)
        + string.Join(" / ", source.Source is FieldSource.UnpivotHeader or FieldSource.UnpivotValue ? [] : source.Names)).Distinct());

    private static string Place(FieldSource source, Func<string, string, string> say) => source switch
    {
        FieldSource.Head => say("标签", "label") + " ",
        FieldSource.Total => say("合计行", "total") + " ",
        FieldSource.Context => say("上行", "row above") + " ",
        FieldSource.FileName => say("文件名", "file name") + " ",
        FieldSource.Sheet => say("工作表", "sheet") + " ",
        FieldSource.Constant => say("固定值", "constant") + " ",
        FieldSource.UnpivotHeader => say("横排表头", "header across"),
        FieldSource.UnpivotValue => say("横排单元格", "cell across"),
        _ => "",
    };
}
