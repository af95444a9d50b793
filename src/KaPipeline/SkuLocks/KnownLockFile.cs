using System.Globalization;

namespace KaPipeline.SkuLocks;

/// <summary>Reads known locks for a back-test from a CSV with the columns chain_id, store_id, product_id, locked_on (others are
/// ignored).</summary>
public static class KnownLockFile
{
    private static readonly string[] Columns = ["chain_id", "store_id", "product_id", "locked_on"];

    /// <summary>Reads the file; cells hold no commas.</summary>
    /// <exception cref="InvalidDataException">A column is missing or a date is none; the message names line, found and
    /// expected.</exception>
    public static IReadOnlyList<LockBacktest.KnownLock> Read(string path)
    {
        var lines = File.ReadAllLines(path);
        var header = lines.FirstOrDefault()?.Split(',') ?? [];
        int[] columns = [.. Columns.Select(name => Array.IndexOf(header, name))];
        if (columns.Any(column => column < 0))
        {
            throw new InvalidDataException(
                $"{path}, line 1: found \"{string.Join(',', header)}\", expected the columns chain_id, store_id, product_id, locked_on.");
        }

        var known = new List<LockBacktest.KnownLock>();
        foreach (var (line, number) in lines.Select((line, index) => (line, index + 1)).Skip(1).Where(pair => pair.line.Length > 0))
        {
            var cells = line.Split(',');
            var found = columns[3] < cells.Length ? cells[columns[3]] : "";
            if (!DateOnly.TryParseExact(found, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var on))
            {
                throw new InvalidDataException(
                    $"{path}, line {number}, column locked_on: found \"{found}\", expected a date like 2026-05-31.");
            }

            known.Add(new LockBacktest.KnownLock(cells[columns[0]], cells[columns[1]], cells[columns[2]], on));
        }

        return known;
    }
}
