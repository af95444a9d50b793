using System.Text;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Ingestion.Rows;

/// <summary>
/// Finds the labels that a profile names (对账单号, 结算周期, …) in rows outside the table, with the value behind the label in its own cell
/// (对账单号：DZ1) or in the next cell that says something.
/// </summary>
internal sealed class LabelFinder
{
    private readonly FileFacts facts;
    private readonly List<string> labels;

    public LabelFinder(ReportProfile report, FileFacts facts)
    {
        this.facts = facts;
        labels =
        [
            .. report.Rows.SelectMany(record => record.Fields.Values).Where(field => field.Source == FieldSource.Head)
                .SelectMany(field => field.Names).Select(HeaderText.Normalise).Distinct().OrderByDescending(label => label.Length),
        ];
    }

    public bool IsNeeded => labels.Exists(label => !facts.HasLabel(label));

    public void Look(TableReader table)
    {
        if (!IsNeeded)
        {
            return;
        }

        for (var at = 0; at < table.CellCount; at++)
        {
            var cell = Cells.Trim(table.Cell(at));
            if (!cell.IsEmpty && cell.Length <= 2000)
            {
                LookInto(HeaderText.Readable(cell).Normalize(NormalizationForm.FormKC), table, at);
            }
        }
    }

    private void LookInto(string cell, TableReader table, int column)
    {
        // A title cell may hold several labels; each value ends where the next label begins, or at a wide gap.
        var places = new List<(int From, int To, string Label)>();
        foreach (var label in labels)
        {
            if (Place(cell, label) is var (from, to) && from >= 0 && !places.Exists(place => from < place.To && to > place.From))
            {
                places.Add((from, to, label));
            }
        }

        foreach (var (_, to, label) in places)
        {
            var next = places.Where(place => place.From >= to).Select(place => place.From).DefaultIfEmpty(cell.Length).Min();
            var rest = cell[to..next].TrimStart();
            var hasColon = rest.StartsWith(':');
            var value = rest.TrimStart(':', ' ');
            value = value.IndexOfAny(['\t', ';', '\n']) is var cut and >= 0 ? value[..cut] : value;
            value = (value.IndexOf("  ", StringComparison.Ordinal) is var gap and >= 0 ? value[..gap] : value).Trim().TrimEnd(',', '|', ' ');
            if (value.Length > 0 && (hasColon || char.IsAsciiLetterOrDigit(value[0])))
            {
                facts.SetLabel(label, Encoding.UTF8.GetBytes(value), CellKind.Text, table.RowNumber);
            }
            else if (value.Length == 0)
            {
                TakeNextCell(label, table, column);
            }
        }
    }

    private void TakeNextCell(string label, TableReader table, int column)
    {
        for (var at = column + 1; at < table.CellCount; at++)
        {
            if (Cells.Trim(table.Cell(at)) is { IsEmpty: false } text)
            {
                facts.SetLabel(label, text.ToArray(), table.KindOf(at), table.RowNumber);
                return;
            }
        }
    }

    // A label begins its cell or follows a blank or mark, so that 供应商 is not found in 好邻来供应商结算单.
    private static (int From, int To) Place(string cell, string label)
    {
        for (var from = 0; from < cell.Length; from++)
        {
            if (from > 0 && char.IsLetterOrDigit(cell[from - 1]))
            {
                continue;
            }

            var (at, matched) = (from, 0);
            for (; at < cell.Length && matched < label.Length; at++)
            {
                if (char.ToLowerInvariant(cell[at]) == label[matched])
                {
                    matched++;
                }
                else if (matched == 0 || !char.IsWhiteSpace(cell[at]))
                {
                    break;
                }
            }

            if (matched == label.Length && (at == cell.Length || cell[at] == ':' || char.IsWhiteSpace(cell[at])))
            {
                return (from, at);
            }
        }

        return (-1, -1);
    }
}
