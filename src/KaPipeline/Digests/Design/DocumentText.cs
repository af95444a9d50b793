using System.Text;
using KaPipeline.Labels;

namespace KaPipeline.Digests.Design;

/// <summary>A document as plain text that reads well alone: short lines, no drawing that a narrow screen would break.</summary>
public static class DocumentText
{
    /// <summary>The whole document.</summary>
    public static string Of(Document document)
    {
        var text = new StringBuilder();
        text.Append(document.Title).Append('\n').Append(document.Scope).Append('\n');
        foreach (var block in document.Blocks)
        {
            text.Append('\n');
            Write(text, block, document.Language);
        }

        return text.Append("\n--\n").AppendJoin('\n', document.Footer).Append('\n').ToString();
    }

    private static void Write(StringBuilder text, Block block, Language language)
    {
        switch (block)
        {
            case Heading heading:
                text.Append("== ").Append(heading.Text).Append(" ==\n");
                AppendLine(text, "", heading.Lead);
                break;
            case Notice notice:
                text.Append(notice.Tone is Tone.Bad or Tone.Warning ? "! " : "").Append(notice.Text).Append('\n');
                break;
            case Figures figures:
                foreach (var figure in figures.Items)
                {
                    text.Append(figure.Label).Append(language.Say("：", ": ")).Append(figure.Value)
                        .Append(figure.Note is null ? "" : language.Say($"（{figure.Note}）", $" ({figure.Note})")).Append('\n');
                }

                break;
            case Grid table:
                WriteTable(text, table, language);
                break;
            case Bars bars:
                foreach (var bar in bars.Items)
                {
                    text.Append("- ").Append(bar.Label).Append(bar.Days is null ? "" : "  " + bar.Days).Append("  ").Append(bar.Value).Append('\n');
                }

                break;
            case Trend trend:
                text.Append(trend.Label).Append(language.Say("：", ": "))
                    .AppendJoin(", ", trend.Points.Select(point => $"{point.Label} {point.Text}")).Append('\n');
                break;
        }
    }

    private static void WriteTable(StringBuilder text, Grid table, Language language)
    {
        foreach (var row in table.Rows)
        {
            text.Append("- ");
            for (var i = 0; i < row.Cells.Count; i++)
            {
                var cell = row.Cells[i];
                if (cell.Text.Length == 0 && cell.Detail is null)
                {
                    continue;
                }

                text.Append(i == 0 ? "" : language.Say("；", "; "))
                    .Append(i == 0 || table.Columns[i].Header.Length == 0 ? "" : table.Columns[i].Header + " ")
                    .Append(cell.Tag is null ? "" : $"[{cell.Tag}] ").Append(cell.Text)
                    .Append(i == 0 || cell.Detail is null ? "" : language.Say($"（{cell.Detail}）", $" ({cell.Detail})"));
            }

            text.Append('\n');
            AppendLine(text, "    ", row.Cells[0].Detail);
            AppendLine(text, "    -> ", row.Cells[0].Link);
        }

        AppendLine(text, "", table.Rest);
    }

    private static void AppendLine(StringBuilder text, string before, string? line)
    {
        if (!string.IsNullOrEmpty(line))
        {
            text.Append(before).Append(line).Append('\n');
        }
    }
}
