using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Ingestion.Rows;

/// <summary>
/// What vertically merged cells say for the rows below them: the nearest value above in the same column, whichever record its row became.
/// A row that was set aside may not have meant what it seems to say: rows that would take a value from it are set aside as well.
/// </summary>
/// <param name="columns">Columns that are filled down.</param>
/// <param name="nothing">Texts that say nothing.</param>
internal sealed class CellsAbove(int[] columns, WordSet nothing)
{
    private readonly Dictionary<int, Value> values = [];
    private bool states;

    private sealed record Value(byte[] Text, byte[] Shown, CellKind Kind, bool IsLost);

    /// <summary>Takes what the current row states.</summary>
    public void Pass(TableReader table)
    {
        states = false;
        foreach (var column in columns)
        {
            var text = Cells.Clean(table.Cell(column));
            states |= !text.IsEmpty && !nothing.Contains(text);
        }

        // A dash beside a new value says that there is none; a row of dashes alone says no more than blanks do.
        for (var at = 0; states && at < columns.Length; at++)
        {
            var text = Cells.Clean(table.Cell(columns[at]));
            if (!text.IsEmpty)
            {
                values[columns[at]] = new Value(nothing.Contains(text) ? [] : text.ToArray(), table.Shown(columns[at]).ToArray(),
                    table.KindOf(columns[at]), false);
            }
        }
    }

    /// <summary>The row passed last was set aside.</summary>
    public void SetAside()
    {
        if (states)
        {
            Lose();
        }
    }

    /// <summary>A row was set aside whose cells are not where they should be.</summary>
    public void Lose()
    {
        foreach (var column in columns)
        {
            values[column] = new Value([], [], CellKind.Text, true);
        }
    }

    /// <summary>The value that holds for the current row; empty where there is none.</summary>
    /// <param name="column">Its column.</param>
    /// <param name="asShown">Whether what the format of a number shows around it counts.</param>
    /// <param name="kind">What the container says of it.</param>
    /// <param name="isLost">Whether it stood in a row that was set aside.</param>
    public ReadOnlySpan<byte> Of(int column, bool asShown, out CellKind kind, out bool isLost)
    {
        var value = values.GetValueOrDefault(column);
        var hasShown = asShown && value?.Shown.Length > 0;
        (kind, isLost) = (hasShown ? CellKind.Text : value?.Kind ?? CellKind.Text, value?.IsLost ?? false);
        return value is null ? default : hasShown ? value.Shown : value.Text;
    }
}
