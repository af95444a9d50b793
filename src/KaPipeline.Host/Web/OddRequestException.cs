namespace KaPipeline.Host.Web;

/// <summary>A request that asks for what cannot be; says what was found and what was expected. Answered with 400.</summary>
public sealed class OddRequestException : ArgumentException
{
    /// <summary>A request that asks for what cannot be.</summary>
    public OddRequestException(string message)
        : base(message)
    {
    }
}
