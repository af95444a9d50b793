namespace KaPipeline.Ingestion.Profiles.Drafts;

/// <summary>Which values beside labels are which fields.</summary>
internal sealed class LabelReading
{
    private readonly Dictionary<string, (SampleLabel Label, SampleLabel.Part Part, int At, int PartAt)> places = [];

    /// <summary>Reads the labels of a file.</summary>
    /// <param name="fields">Fields that a label may give.</param>
    /// <param name="choices">What a person decided.</param>
    public LabelReading(SampleFile file, IReadOnlyList<string> fields, DraftChoices choices)
    {
        Labels = file.Labels;
        foreach (var field in fields)
        {
            for (var at = 0; at < Labels.Count && !places.ContainsKey(field); at++)
            {
                if (PartOf(field, Labels[at]) is >= 0 and var part)
                {
                    places[field] = (Labels[at], Labels[at].Parts[part], at, part);
                }
            }
        }

        Decide(fields, choices);
    }

    public IReadOnlyList<SampleLabel> Labels { get; }

    /// <summary>Fields that two values were chosen for.</summary>
    public List<string> Twice { get; } = [];

    /// <summary>Where a field is; null where no label gives it.</summary>
    public (SampleLabel Label, SampleLabel.Part Part)? Of(string field) => places.TryGetValue(field, out var found)
        ? (found.Label, found.Part) : null;

    /// <summary>The field that a value is; null for none.</summary>
    public string? FieldAt(int label, int part) =>
        places.FirstOrDefault(place => place.Value.At == label && place.Value.PartAt == part).Key;

    private static int PartOf(string field, SampleLabel label)
    {
        if (field is "period_from" or "period_to" && label.Parts.Count > 1 && label.Parts.Take(2)
            .All(part => DraftColumn.DateLike().IsMatch(part.Text))
            && (Vocabulary.IsLabelOf("period", label.Name) || Vocabulary.IsLabelOf("period_from", label.Name)))
        {
            return field == "period_from" ? 0 : 1;
        }

        // A name is no code, a month no date.
        var isLike = field.EndsWith("_on", StringComparison.Ordinal) || field.StartsWith("period_", StringComparison.Ordinal)
            ? DraftColumn.DateLike().IsMatch(label.Parts[0].Text)
            : field.StartsWith("stated_", StringComparison.Ordinal) ? DraftColumn.NumberOf(label.Parts[0].Text) is not null
            : label.Parts[0].Text.Any(char.IsAsciiDigit);
        return isLike && Vocabulary.IsLabelOf(field, label.Name) ? 0 : -1;
    }

    private void Decide(IReadOnlyList<string> fields, DraftChoices choices)
    {
        var chosen = new Dictionary<string, (SampleLabel, SampleLabel.Part, int, int)>();
        for (var at = 0; at < Labels.Count; at++)
        {
            for (var part = 0; part < Labels[at].Parts.Count; part++)
            {
                var drafted = FieldAt(at, part) ?? DraftChoices.Nothing;
                if (choices[DraftChoices.Label(at, part)] is not { } answer || answer == drafted
                    || !(fields.Contains(answer) || answer == DraftChoices.Nothing))
                {
                    continue;
                }

                places.Remove(drafted);
                if (answer != DraftChoices.Nothing && !chosen.TryAdd(answer, (Labels[at], Labels[at].Parts[part], at, part)))
                {
                    Twice.Add(answer);
                }
            }
        }

        foreach (var (field, place) in chosen)
        {
            places[field] = place;
        }
    }
}
