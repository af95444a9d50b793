using System.Text.RegularExpressions;

namespace KaPipeline.Benchmarks;

/// <summary>Keeps <c>docs/benchmarks.md</c>: each benchmark owns the part between its own two marks.</summary>
internal static class BenchmarkPage
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Replaces, or adds, the part of one benchmark.</summary>
    public static void Put(string name, string text)
    {
        var path = Path.Combine(Root, "docs", "benchmarks.md");
        var page = File.Exists(path)
            ? File.ReadAllText(path)
            : "# Benchmarks\n\nRatios taken in one run on one machine, by the command that stands with each; absolute figures move with the machine.\n";
        var part = $"<!-- {name} -->\n{text.TrimEnd()}\n<!-- end of {name} -->\n";
        var old = new Regex($"<!-- {name} -->.*?<!-- end of {name} -->\n", RegexOptions.Singleline);
        File.WriteAllText(path, old.IsMatch(page) ? old.Replace(page, _ => part, 1) : page + "\n" + part);
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "KaPipeline.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("KaPipeline.sln was not found above the benchmarks.");
    }
}
