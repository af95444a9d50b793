using System.Text;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Ingestion.Rows;

/// <summary>What a file says once and not per row: labels with their values, the total row, values of rows above, its names.</summary>
internal sealed class FileFacts(string fileName)
{
    private readonly Dictionary<string, (byte[] Text, CellKind Kind)> labels = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (byte[] Text, CellKind Kind)> totals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (byte[] Text, CellKind Kind)> context = new(StringComparer.Ordinal);

    public string Sheet { get; set; } = "";

    /// <summary>Row in which the first label was found.</summary>
    public int LabelRow { get; private set; }

    /// <summary>Sheet on which it was found.</summary>
    public string LabelSheet { get; private set; } = "";

    public void SetLabel(string label, byte[] value, CellKind kind, int row)
    {
        (LabelRow, LabelSheet) = LabelRow == 0 ? (row, Sheet) : (LabelRow, LabelSheet);
        labels.TryAdd(label, (value, kind));
    }

    /// <summary>Labels found so far, each with its value.</summary>
    public IEnumerable<(string Label, byte[] Value)> Labels => labels.Select(label => (label.Key, label.Value.Text));

    public bool HasLabel(string label) => labels.ContainsKey(label);

    public void SetTotal(string column, ReadOnlySpan<byte> value) => totals[column] = (value.ToArray(), CellKind.Text);

    public void SetContext(string name, ReadOnlySpan<byte> value, CellKind kind) => context[name] = (value.ToArray(), kind);

    /// <summary>The raw text of a field that is not read from a column; empty where it is not known (yet).</summary>
    public ReadOnlySpan<byte> Of(FieldMapping field, out CellKind kind)
    {
        kind = CellKind.Text;
        switch (field.Source)
        {
            case FieldSource.Constant:
                return Encoding.UTF8.GetBytes(field.Names[0]);
            case FieldSource.Sheet:
                return Encoding.UTF8.GetBytes(Sheet);
            case FieldSource.FileName:
                var match = System.Text.RegularExpressions.Regex.Match(fileName, field.Names[0], System.Text.RegularExpressions.RegexOptions.NonBacktracking);
                return match.Success ? Encoding.UTF8.GetBytes(match.Groups[match.Groups.Count > 1 ? 1 : 0].Value) : default;
            default:
                var known = field.Source switch { FieldSource.Head => labels, FieldSource.Total => totals, _ => context };
                foreach (var name in field.Names)
                {
                    if (known.TryGetValue(field.Source == FieldSource.Context ? name : HeaderText.Normalise(name), out var value))
                    {
                        kind = value.Kind;
                        return value.Text;
                    }
                }

                return default;
        }
    }
}
