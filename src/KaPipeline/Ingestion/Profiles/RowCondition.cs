namespace KaPipeline.Ingestion.Profiles;

/// <summary>Something that must hold of one column of a row.</summary>
/// <param name="Columns">Header names in order of preference.</param>
/// <param name="Test">What is tested.</param>
/// <param name="Values">Texts for <see cref="ConditionTest.IsAnyOf"/>, <see cref="ConditionTest.IsNoneOf"/> and
/// <see cref="ConditionTest.StartsWith"/>.</param>
/// <param name="ProfileLine">Line of the profile file, for messages.</param>
public sealed record RowCondition(IReadOnlyList<string> Columns, ConditionTest Test, IReadOnlyList<string> Values, int ProfileLine);
