namespace RtcCluster.Load.Runner.Telephones;

/// <summary>How a call ended, as its telephone sees it.</summary>
/// <param name="By">Who or what ended it.</param>
/// <param name="Code">The status code of what was refused, 0 when there is none.</param>
/// <param name="At">When, by <see cref="PhoneClock"/>.</param>
/// <param name="RetryAfter">When to try again, as the refusal says; zero when it does not.</param>
internal readonly record struct CallEnd(CallEndBy By, int Code, long At, TimeSpan RetryAfter = default);

/// <summary>Who or what ended a call.</summary>
internal enum CallEndBy
{
    /// <summary>The server: BYE, CANCEL or a refusal.</summary>
    Server,

    /// <summary>This telephone.</summary>
    Phone,

    /// <summary>The server was gone: nobody said a word.</summary>
    Cut,
}
