using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace KaPipeline.Configuration;

/// <summary>Reads sections of <c>config/appsettings.json</c>; a variable such as <c>KA_Mail__Smtp__Host</c> wins over the file. What nobody
/// reads, is of the wrong kind or out of its range is named with its line.</summary>
public sealed class SettingsFile
{
    private readonly string file;
    private readonly IConfigurationRoot settings;
    private readonly Dictionary<string, int> lines;

    private SettingsFile(string file, IConfigurationRoot settings, Dictionary<string, int> lines) =>
        (this.file, this.settings, this.lines) = (file, settings, lines);

    /// <summary>Opens it.</summary>
    /// <param name="file">The file; a missing one has no settings.</param>
    /// <exception cref="InvalidDataException">It is no JSON, or a setting occurs twice.</exception>
    public static SettingsFile Open(string file)
    {
        var name = Path.GetFileName(file);
        var text = File.Exists(file) ? File.ReadAllText(file) : "{}";
        Dictionary<string, int> lines;
        try
        {
            lines = Lines(text, name);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException(
                $"{name}:{e.LineNumber + 1}: the file is not JSON: {e.Message.Split(" LineNumber:")[0]} Compare it with appsettings.sample.jsonc", e);
        }

        var settings = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(text)))
            .AddEnvironmentVariables("KA_").Build();
        return new SettingsFile(file, settings, lines);
    }

    /// <summary>One section, checked.</summary>
    /// <param name="complete">What is filled in before ranges are checked.</param>
    /// <exception cref="InvalidDataException">A setting is wrong; each is named with its line, or the environment.</exception>
    public T Read<T>(string name, Action<T>? complete = null)
        where T : new()
    {
        var section = settings.GetSection(name);
        var faults = Kinds(section, typeof(T)).ToList();
        var options = new T();
        if (faults.Count == 0)
        {
            section.Bind(options);
            complete?.Invoke(options);
            faults.AddRange(Ranges(name, options));
        }

        return faults.Count == 0 ? options : throw new InvalidDataException(string.Join(Environment.NewLine, faults));
    }

    /// <summary>Names of the file's outermost level that are no section.</summary>
    public IEnumerable<string> UnknownSections(IReadOnlyCollection<string> known) =>
        lines.Keys.Where(path => !path.Contains(':', StringComparison.Ordinal))
        .Where(path => path != "$schema" && !known.Contains(path, StringComparer.OrdinalIgnoreCase))
        .Select(path => $"{At(path)}there is no section {path}; {Nearest.Advice(path, known)}");

    // What is not bound is not read: unknown names, and values of another kind than the setting's.
    private IEnumerable<string> Kinds(IConfigurationSection section, Type type)
    {
        if (type == typeof(string) || type.IsValueType)
        {
            if (section.GetChildren().Any() || Mismatch(section.Value, Nullable.GetUnderlyingType(type) ?? type) is not null)
            {
                var found = section.GetChildren().Any() ? "several values" : $"\"{section.Value}\"";
                yield return $"{At(section.Path)}{section.Path} is {found}; write {Mismatch(section.Value, Nullable.GetUnderlyingType(type) ?? type) ?? "one text"}";
            }

            yield break;
        }

        if (section.Value is { Length: > 0 })
        {
            yield return $"{At(section.Path)}{section.Path} is \"{section.Value}\"; write {(IsList(type) ? "a list, as in [\"one\", \"two\"]" : "{ … } with its settings")}";
        }

        foreach (var child in section.GetChildren())
        {
            if (IsList(type) && !int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                yield return $"{At(child.Path)}{section.Path} is a list and knows no name {child.Key}; write [\"one\", \"two\"]";
                continue;
            }

            if (SettingNames.TypeOf(child, type) is not { } deeper)
            {
                yield return $"{At(child.Path)}{SettingNames.Unknown(child, type)}";
                continue;
            }

            if (SettingNames.IsSecret(child.Key) && lines.ContainsKey(child.Path))
            {
                yield return $"{At(child.Path)}{child.Path}: a secret does not belong in a file; put it into the environment variable KA_{child.Path.Replace(":", "__", StringComparison.Ordinal)}";
            }

            foreach (var fault in Kinds(child, deeper))
            {
                yield return fault;
            }
        }
    }

    private IEnumerable<string> Ranges(string path, object options)
    {
        var faults = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true);
        foreach (var fault in faults)
        {
            // A message of our own begins with the setting that it speaks of.
            var setting = fault.MemberNames.FirstOrDefault() ?? fault.ErrorMessage!.Split(' ')[0].TrimEnd(':');
            yield return $"{At($"{path}:{setting}")}{path}:{fault.ErrorMessage}";
        }

        foreach (var property in SettingNames.Of(options.GetType()).Where(property => SettingNames.IsGroup(property.PropertyType)))
        {
            foreach (var fault in property.GetValue(options) is { } part ? Ranges($"{path}:{property.Name}", part) : [])
            {
                yield return fault;
            }
        }
    }

    private static bool IsList(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>);

    private static string? Mismatch(string? value, Type type) => value switch
    {
        _ when type == typeof(int) => int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? null
            : "a whole number",
        _ when type == typeof(bool) => bool.TryParse(value, out _) ? null : "true or false",
        _ when type == typeof(TimeOnly) => TimeOnly.TryParse(value, CultureInfo.InvariantCulture, out _) ? null
        : "a time of day such as \"09:20\"",
        null => "a text in quotes",
        _ => null,
    };

    // Where a setting stands; the nearest that does, for one that is missing.
    private string At(string path)
    {
        if (Environment.GetEnvironmentVariables().Keys.Cast<string>().FirstOrDefault(
            name => name.Equals($"KA_{path.Replace(":", "__", StringComparison.Ordinal)}",
            StringComparison.OrdinalIgnoreCase)) is { } variable)
        {
            return $"environment variable {variable}: ";
        }

        for (var at = path; at.Length > 0; at = at.LastIndexOf(':') is > 0 and var end ? at[..end] : "")
        {
            if (lines.TryGetValue(at, out var line))
            {
                return string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(file)}:{line}: ");
            }
        }

        return $"{Path.GetFileName(file)}:1: ";
    }

    private static Dictionary<string, int> Lines(string text, string name)
    {
        var lines = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var bytes = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(bytes,
            new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        if (text.AsSpan().IndexOf('\uFFFD') is >= 0 and var odd)
        {
            throw new InvalidDataException($"{name}:{1 + text.AsSpan(0, odd).Count('\n')}: the line is not UTF-8; save the file as UTF-8");
        }

        var path = new Stack<(string Path, int Items)>();
        var property = "";
        while (reader.Read())
        {
            var line = 1 + bytes.AsSpan(0, (int)reader.TokenStartIndex).Count((byte)'\n');
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                property = Join(path.Peek().Path, reader.GetString()!);
                if (!lines.TryAdd(property, line))
                {
                    throw new InvalidDataException($"{name}:{line}: the setting {property} occurs twice; write it once");
                }
            }
            else if (reader.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject)
            {
                path.Pop();
            }
            else
            {
                if (property.Length == 0 && path.TryPop(out var list))
                {
                    property = Join(list.Path, list.Items.ToString(CultureInfo.InvariantCulture));
                    lines[property] = line;
                    path.Push((list.Path, list.Items + 1));
                }

                if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
                {
                    path.Push((property, 0));
                }

                property = "";
            }
        }

        return lines;
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}:{name}";
}
