namespace RtcCluster.Load.Runner.Lab.StoreOutage;

/// <summary>Something new that was wanted while a store was away.</summary>
/// <param name="Kind">hub, sip or rest.</param>
/// <param name="Answer">What came of it, in a word.</param>
/// <param name="Outcome">How that is judged.</param>
/// <param name="Took">Until the answer, seconds.</param>
/// <param name="After">When it was wanted, seconds after the store had gone.</param>
internal sealed record Attempt(string Kind, string Answer, AttemptOutcome Outcome, double Took, double After);

/// <summary>How an attempt is judged.</summary>
internal enum AttemptOutcome
{
    /// <summary>It went through as on any other day.</summary>
    Through,

    /// <summary>It was refused as unavailable, and told when to try again.</summary>
    Refused,

    /// <summary>Neither.</summary>
    Wrong,
}
