using System.Text.RegularExpressions;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Docs;

/// <summary>Code is read without scrolling sideways: a line has 140 characters at most. In C# alone it may have more where a text in quotes
/// would have to be cut.</summary>
public sealed partial class LineLengthTests
{
    private const int Limit = 140;

    private static readonly string[] Folders = ["src", "tests"];

    [Fact]
    public void Lines_of_code_are_no_longer_than_what_one_sees()
    {
        var longer = new List<string>();
        foreach (var file in Folders.SelectMany(folder =>
            Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)))
        {
            var isText = false;
            foreach (var (number, line) in File.ReadLines(file).Index())
            {
                if (line.Length > Limit && !isText && !Quoted().IsMatch(line))
                {
                    longer.Add($"{Path.GetRelativePath(Repository.Root, file)}:{number + 1}: {line.Length} characters");
                }

                isText ^= RawQuotes().Count(line) % 2 == 1;
            }
        }

        Assert.True(longer.Count == 0, string.Join('\n', longer));
    }

    [Theory]
    [InlineData("src", "*.razor")]
    [InlineData("tests", "*.sql")]
    [InlineData("deploy", "*.sql")]
    public void Lines_of_pages_and_of_SQL_are_no_longer_either(string folder, string pattern)
    {
        var longer =
            from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), pattern, SearchOption.AllDirectories)
            from line in File.ReadLines(file).Index()
            where line.Item.Length > Limit
            select $"{Path.GetRelativePath(Repository.Root, file)}:{line.Index + 1}: {line.Item.Length} characters";

        Assert.Empty(string.Join('\n', longer));
    }

    [GeneratedRegex("\"")]
    private static partial Regex Quoted();

    [GeneratedRegex("\"\"\"")]
    private static partial Regex RawQuotes();
}
