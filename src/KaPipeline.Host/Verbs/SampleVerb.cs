using System.CommandLine;
using KaPipeline.Simulation;
using KaPipeline.Simulation.Samples;

namespace KaPipeline.Host.Verbs;

/// <summary><c>ka sample</c>: writes portal files of an imitated world, with the truth of what is wrong in them.</summary>
internal static class SampleVerb
{
    public static Command Create()
    {
        var seed = new Option<int>("--seed") { Description = "Same seed, same bytes", DefaultValueFactory = _ => 20260501 };
        var from = SharedOptions.From();
        var to = SharedOptions.To();
        var scale = new Option<decimal>("--scale")
        {
            Description = "Multiplies the number of stores (6 per chain)",
            DefaultValueFactory = _ => 1m
        };
        var locks = new Option<int>("--locks")
        {
            Description = "Locks per chain that begin and end within the time (truth/known_locks.csv)",
            HelpName = "COUNT"
        };
        var folder = new Option<string>("--out") { Description = "Folder to write to", Required = true, HelpName = "FOLDER" };
        var command = new Command("sample",
            "Write portal files of seven imitated chains, with arrivals, master data and the truth of what is wrong in them.") { seed, from,
            to, scale, locks, folder };
        command.SetAction(parsed =>
        {
            var begin = parsed.GetValue(from) ?? new DateOnly(2026, 5, 1);
            var end = parsed.GetValue(to) ?? new DateOnly(2026, 5, 31);
            if (end < begin.AddDays(27))
            {
                throw new UsageException("--from and --to must span at least 28 days, so that half-month statements and locks can form.");
            }

            var size = parsed.GetValue(scale);
            if (size is <= 0 or > 100)
            {
                throw new UsageException("--scale must be above 0 and at most 100: a binary Excel sheet holds no more rows.");
            }

            var world = WorldBuilder.Build(parsed.GetValue(seed), SampleChains.OfTheMonth, begin, end, new WorldShape { Scale = size },
                chain => SampleChains.FaultsOf(chain) with { LockSpells = parsed.GetValue(locks) });
            var count = SampleFolder.Write(world, parsed.GetValue(folder)!);
            Console.WriteLine(FormattableString.Invariant(
                $"{count} portal files, {world.Orders.Sum(order => order.Lines.Count)} order lines, {world.Statements.Count} statements, {world.Planted.Count} faults planted; truth as of {world.AsOf:yyyy-MM-dd}"));
            return ExitCodes.Done;
        });
        return command;
    }
}
