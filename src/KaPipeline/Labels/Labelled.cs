namespace KaPipeline.Labels;

/// <summary>A code and what people call it.</summary>
/// <param name="Code">As it is stored.</param>
/// <param name="Chinese">The trade's word.</param>
/// <param name="English">The same in English, as it appears within a sentence.</param>
public sealed record Labelled(string Code, string Chinese, string English);
