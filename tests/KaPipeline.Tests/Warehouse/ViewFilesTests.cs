using System.Text.RegularExpressions;
using KaPipeline.Warehouse;

namespace KaPipeline.Tests.Warehouse;

/// <summary>What the header of a file of <c>sql/views</c> declares is what its text names, and gives the order of creation.</summary>
public sealed partial class ViewFilesTests
{
    public static TheoryData<string> Names => [.. SqlFiles.Folder("views").Select(file => file.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Header_declares_what_the_text_names(string name)
    {
        var text = SqlFiles.Read($"views/{name}.sql");

        var named = MartName().Matches(Aside().Replace(text, "")).Select(match => match.Value).Except(ViewFiles.Creates(text));

        Assert.Equal(named.Distinct().Order(StringComparer.Ordinal), ViewFiles.DependsOn(text));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void File_is_named_after_what_it_creates(string name) =>
        Assert.Contains(Path.GetFileName(name), ViewFiles.Creates(SqlFiles.Read($"views/{name}.sql")));

    [Fact]
    public void Each_file_stands_behind_those_that_it_depends_on()
    {
        var order = ViewFiles.Sort([("c", Text("c", "b")), ("a", Text("a")), ("b", Text("b", "a"))]);

        Assert.Equal(["a", "b", "c"], order.Select(file => file.Name));
    }

    [Fact]
    public void Files_that_depend_on_each_other_are_named()
    {
        var refusal = Assert.Throws<InvalidDataException>(
            () => ViewFiles.Sort([("z", Text("z", "a")), ("a", Text("a", "b")), ("b", Text("b", "a"))]));

        Assert.Equal("Files of sql/views depend on each other: a → b → a.", refusal.Message);
    }

    [Fact]
    public void Dependency_that_nothing_creates_is_named()
    {
        var refusal = Assert.Throws<InvalidDataException>(() => ViewFiles.Sort([("a", Text("a", "gone"))]));

        Assert.Equal("sql/views/a.sql depends on mart.gone, which no file of sql/views creates.", refusal.Message);
    }

    private static string Text(string name, params string[] dependencies) =>
        string.Concat(dependencies.Select(dependency => $"-- Depends on: mart.{dependency}\n"))
        + $"create view mart.{name} as\nselect 1;\n";

    // Comments, of the file or on the objects, may name whatever they like.
    [GeneratedRegex(@"^comment on .*?;$|--.*?$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Aside();

    [GeneratedRegex(@"\bmart\.\w+")]
    private static partial Regex MartName();
}
