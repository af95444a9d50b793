using System.Reflection;
using System.Text.RegularExpressions;
using KaPipeline.Host.Serve;
using KaPipeline.Simulation;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;

namespace KaPipeline.Tests.Docs;

/// <summary>Folders use each other in one direction: the layers of docs/architecture.md, which the compiled program is held to.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly Dictionary<string, Assembly> Programs = new()
    {
        ["src/KaPipeline"] = typeof(Migrator).Assembly,
        ["src/KaPipeline.Simulation"] = typeof(World).Assembly,
        ["src/KaPipeline.Host"] = typeof(ServeHost).Assembly,
    };

    public static TheoryData<string> Projects => [.. Programs.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_folder_uses_folders_of_lower_layers_alone(string project)
    {
        var layers = Layers(project);
        var wrong = Arrows(project)
            .Where(arrow => layers.GetValueOrDefault(arrow.To, int.MaxValue) >= layers.GetValueOrDefault(arrow.From))
            .GroupBy(arrow => (arrow.From, arrow.To))
            .Select(arrow => $"{arrow.Key.From} uses {arrow.Key.To}: {string.Join(", ", arrow.Select(one => one.By).Distinct().Take(5))}");

        Assert.Empty(string.Join('\n', wrong.Order(StringComparer.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Every_folder_with_code_has_its_layer(string project) => Assert.Equal(
        Files(project).Select(file => FolderOf(project, file)).Distinct().Order(StringComparer.Ordinal),
        Layers(project).Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Projects))]
    public void Namespaces_follow_folders(string project) => Assert.All(
        Code(project),
        file => Assert.Contains($"\nnamespace {NamespaceOf(project, FolderOf(project, file))};", "\n" + File.ReadAllText(file)));

    [Theory]
    [InlineData("src/KaPipeline", "Operations", "Audit")]
    [InlineData("src/KaPipeline", "Digests/Close", "Digests/Letters")]
    [InlineData("src/KaPipeline.Host", "Web/Pages", "Web/Parts")]
    public void Arrows_are_seen_in_code_and_pages(string project, string from, string to) =>
        Assert.Contains(Arrows(project), arrow => arrow.From == from && arrow.To == to);

    [Fact]
    public void Every_way_of_using_a_type_is_seen() => Assert.Subset(
        CompiledUses.Of(typeof(User)).ToHashSet(),
        new HashSet<Type>
        {
            typeof(Generic<>), typeof(Argument), typeof(MarkerAttribute), typeof(Thrown), typeof(Called), typeof(Asked), typeof(Read),
        });

    private static IEnumerable<(string From, string To, string By)> Arrows(string project) =>
        Compiled(project).Concat(Written(project)).Where(arrow => arrow.From != arrow.To);

    private static IEnumerable<(string From, string To, string By)> Compiled(string project) =>
        from type in Programs[project].GetTypes()
        let user = Outermost(type)
        where Folder(project, user) is not null
        from used in CompiledUses.Of(type).Select(Outermost)
        where used.Assembly == type.Assembly && Folder(project, used) is not null
        select (Folder(project, user)!, Folder(project, used)!, $"{user.Name} → {used.Name}");

    // What the compiler leaves no trace of, constants above all, cannot be named without these lines.
    private static IEnumerable<(string From, string To, string By)> Written(string project)
    {
        var folders = Layers(project).Keys.ToDictionary(folder => NamespaceOf(project, folder));
        return
            from file in Code(project)
            from line in File.ReadLines(file).TakeWhile(line => !line.StartsWith("namespace ", StringComparison.Ordinal))
            let name = Using().Match(line).Groups[1].Value
            where folders.ContainsKey(name)
            select (FolderOf(project, file), folders[name], $"{Path.GetFileName(file)} → {name}");
    }

    private static Dictionary<string, int> Layers(string project) => File
        .ReadLines(Path.Combine(Repository.Root, "docs", "architecture.md"))
        .SkipWhile(line => !line.StartsWith($"**`{project}/`**", StringComparison.Ordinal)).Skip(1)
        .TakeWhile(line => !line.StartsWith("**`", StringComparison.Ordinal) && !line.StartsWith('#'))
        .Where(line => line.StartsWith('|') && line.Contains('`')).Index()
        .SelectMany(layer => Quoted().Matches(layer.Item.Split('|')[1]).Select(match => (Folder: match.Groups[1].Value, layer.Index)))
        .ToDictionary(one => one.Folder, one => one.Index, StringComparer.Ordinal);

    private static IEnumerable<string> Files(string project) => Directory
        .EnumerateFiles(Path.Combine(Repository.Root, project), "*", SearchOption.AllDirectories)
        .Where(file => Path.GetExtension(file) is ".cs" or ".razor");

    // Where the program begins stands in no namespace, and above all of them.
    private static IEnumerable<string> Code(string project) => Files(project)
        .Where(file => Path.GetExtension(file) == ".cs" && Path.GetFileName(file) != "Program.cs");

    private static string FolderOf(string project, string file) =>
        Path.GetRelativePath(Path.Combine(Repository.Root, project), Path.GetDirectoryName(file)!).Replace('\\', '/');

    private static string NamespaceOf(string project, string folder) =>
        folder == "." ? project[4..] : $"{project[4..]}.{folder.Replace('/', '.')}";

    private static string? Folder(string project, Type type) => type.Namespace switch
    {
        { } name when name == project[4..] => ".",
        { } name when name.StartsWith(project[4..] + ".", StringComparison.Ordinal) => name[(project.Length - 3)..].Replace('.', '/'),
        _ => null, // generated by the compiler
    };

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^(?:global )?using (?:static )?(?:\w+ = )?([\w.]+);")]
    private static partial Regex Using();

    [Marker]
    private sealed class User
    {
        private readonly Generic<Argument[]> held = new();

        public bool Asks(object one) => held.Value is null && one is Asked;

        public string Calls()
        {
            try
            {
                return Called.Self() + Read.Field;
            }
            catch (Thrown)
            {
                return "";
            }
        }
    }

    private sealed class Generic<T>
    {
        public T? Value { get; init; }
    }

    private sealed class Argument;

    private sealed class Asked;

    private sealed class Thrown : Exception;

    [AttributeUsage(AttributeTargets.Class)]
    private sealed class MarkerAttribute : Attribute;

    private static class Called
    {
        public static string Self() => "";
    }

    private static class Read
    {
        public static readonly string Field = Path.DirectorySeparatorChar.ToString();
    }
}
