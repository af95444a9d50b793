using System.Globalization;
using KaPipeline.Configuration;
using KaPipeline.Ingestion.Tables;
using YamlDotNet.RepresentationModel;

namespace KaPipeline.Ingestion.Profiles;

/// <summary>Reads the records of a report: what a row becomes, when, and where each field comes from.</summary>
internal static class RecordFile
{
    public static RecordMapping Read(YamlSection section)
    {
        var into = section.Required("into", "order_line");
        if (!StagingTable.ByName.TryGetValue(into, out var target) && into is not ("context" or ""))
        {
            section.Error("into", $"into: {into} is not known; {Nearest.Advice(into, StagingTable.ByName.Keys.Append("context"))}");
        }

        var fields = new Dictionary<string, FieldMapping>(StringComparer.Ordinal);
        var given = section.Section("fields", "fields");
        foreach (var name in given?.Keys ?? [])
        {
            var node = given!.Node(name)!;
            if (target is not null && !target.Fields.Any(field => field.Name == name))
            {
                given.Error(name, $"{into} has no field \"{name}\"; {Nearest.Advice(name, target.Fields.Select(field => field.Name))}");
            }
            else
            {
                fields[name] = Field(given, name, node, target?.Fields.First(field => field.Name == name));
            }
        }

        foreach (var field in target?.Fields.Where(field => field.IsRequired && !fields.ContainsKey(field.Name)) ?? [])
        {
            section.Error("fields",
                $"{into} needs the field \"{field.Name}\"; write \"{field.Name}: HEADER OF ITS COLUMN\", or \"{field.Name}: {{constant: …}}\"");
        }

        foreach (var group in target?.NeedsOneOf.Where(group => !group.Any(fields.ContainsKey)) ?? [])
        {
            section.Error("fields", $"{into} needs at least one of the fields: {string.Join(", ", group)}");
        }

        var mapping = new RecordMapping(target, Conditions(section, "when"), fields);
        section.Finish();
        return mapping;
    }

    public static IReadOnlyList<RowCondition> Conditions(YamlSection section, string key)
    {
        if (section.Section(key, key) is not { } conditions)
        {
            return [];
        }

        return [.. conditions.Keys.Select(column => Condition(conditions, column, conditions.Node(column)!))];
    }

    private static RowCondition Condition(YamlSection section, string column, YamlNode node)
    {
        var line = (int)node.Start.Line;
        IReadOnlyList<string> columns = [.. column.Split('|', StringSplitOptions.TrimEntries)];
        if (node is not YamlMappingNode)
        {
            return new RowCondition(columns, ConditionTest.IsAnyOf, section.Texts(node, column), line);
        }

        var test = section.Section(node, $"the condition on {column}");
        var key = test.Keys.FirstOrDefault() ?? "";
        var condition = key switch
        {
            "not" => new RowCondition(columns, ConditionTest.IsNoneOf, test.Texts(key), line),
            "starts" => new RowCondition(columns, ConditionTest.StartsWith, test.Texts(key), line),
            "present" => new RowCondition(columns, test.Flag(key, true) ? ConditionTest.IsPresent : ConditionTest.IsNothing, [], line),
            "zero" => new RowCondition(columns, test.Flag(key, true) ? ConditionTest.IsZero : ConditionTest.IsNotZero, [], line),
            "positive" when test.Flag(key, true) => new RowCondition(columns, ConditionTest.IsPositive, [], line),
            "negative" =>
            new RowCondition(columns, test.Flag(key, true) ? ConditionTest.IsNegative : ConditionTest.IsNotNegative, [], line),
            _ => null,
        };
        if (condition is null)
        {
            test.Error(node,
                $"write \"{column}: [TEXT, TEXT]\", or \"{column}: {{present: true}}\" with one of: not, starts, present, zero, positive, negative");
            return new RowCondition(columns, ConditionTest.IsPresent, [], line);
        }

        test.Finish();
        return condition;
    }

    private static FieldMapping Field(YamlSection section, string name, YamlNode node, StagingField? field)
    {
        if (node is not YamlMappingNode)
        {
            return new FieldMapping { Source = FieldSource.Column, Names = section.Texts(node, name), ProfileLine = (int)node.Start.Line };
        }

        var given = section.Section(node, $"field {name}");
        var (source, names) = Source(given, name);
        if (source != FieldSource.Head && given.Has("value"))
        {
            given.Error("value", $"value: counts the values beside a label; write it with {{head: …}}");
        }

        if (source == FieldSource.Constant && field?.Allowed.Length > 0 && !given.Has("values"))
        {
            _ = Word(given, "constant", field);
        }
        else if (source == FieldSource.Constant && field?.Kind is FieldKind.Number or FieldKind.Whole
            && (!decimal.TryParse(names[0], NumberStyles.Number, CultureInfo.InvariantCulture, out var number)
            || Math.Abs(number) > field.Most))
        {
            given.Error("constant", $"constant: {names[0]} is not a valid number for {name}; write for example 0");
        }
        else if (source == FieldSource.Constant && field?.Kind == FieldKind.Flag && !FlagWords.Has(names[0]))
        {
            given.Error("constant", $"constant: {names[0]} is not true or false, as {name} must be; write \"true\" or \"false\"");
        }

        var mapping = new FieldMapping
        {
            Source = source,
            Names = names,
            ValueNumber = given.Whole("value", 1, 1, 20),
            Take = Parts(given),
            Values = Values(given, field),
            Otherwise = Word(given, "otherwise", field),
            Dates = ReportFile.DateFormatOf(given, "dates"),
            Sign = given.OneOf("sign", "keep", "keep", "absolute", "negate") switch
            {
                "absolute" => SignRule.Absolute,
                "negate" =>
            SignRule.Negate,
                _ => SignRule.Keep
            },
            IsPercent = given.Flag("percent", false),
            Digits = given.Whole("digits", 0, 0, 40),
            FillDown = given.Flag("fill_down", false),
            IsOptional = given.Flag("optional", false),
            ProfileLine = given.Line,
        };
        given.Finish();
        return mapping;
    }

    private static (FieldSource Source, IReadOnlyList<string> Names) Source(YamlSection given, string name)
    {
        (string Key, FieldSource Source)[] places =
        [
            ("column", FieldSource.Column), ("head", FieldSource.Head), ("total", FieldSource.Total), ("context", FieldSource.Context),
            ("file_name", FieldSource.FileName), ("sheet", FieldSource.Sheet), ("constant", FieldSource.Constant),
            ("unpivot", FieldSource.UnpivotValue),
        ];
        var found = places.Where(place => given.Has(place.Key)).ToList();
        if (found.Count != 1)
        {
            given.Error((YamlNode?)null,
                $"field {name} needs exactly one of: {string.Join(", ", places.Select(place => place.Key + ":"))}");
            return (FieldSource.Constant, [""]);
        }

        var names = given.Texts(found[0].Key);
        if (names.Count == 0)
        {
            given.Error(found[0].Key, $"{found[0].Key}: is empty; write its name");
            names = [""];
        }

        if (found[0].Source == FieldSource.UnpivotValue)
        {
            return (given.OneOf("unpivot", "", "header", "value") == "header" ? FieldSource.UnpivotHeader : FieldSource.UnpivotValue,
                names);
        }

        return (found[0].Source, names);
    }

    private static List<CellPart> Parts(YamlSection given)
    {
        var parts = new List<CellPart>();
        foreach (var text in given.Texts("take"))
        {
            if (CellPart.Parse(text) is { } part)
            {
                parts.Add(part);
            }
            else
            {
                given.Error("take", $"take: {text} is not known; write one of: {CellPart.Grammar}");
            }
        }

        return parts;
    }

    private static Dictionary<string, string> Values(YamlSection given, StagingField? field)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (given.Section("values", "values") is not { } section)
        {
            return values;
        }

        foreach (var key in section.Keys)
        {
            values[key] = Word(section, key, field) ?? "";
        }

        return values;
    }

    private static string? Word(YamlSection section, string key, StagingField? field)
    {
        var word = section.Text(key);
        if (word is not null && field is { Allowed.Length: > 0 } && !field.Allowed.Contains(word))
        {
            section.Error(key, $"{field.Name} cannot be {word}; {Nearest.Advice(word, field.Allowed)}");
        }

        return word;
    }
}
