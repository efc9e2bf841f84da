namespace RtcCluster.Grains.Numbers;

/// <summary>Numbers that ask for a service. They begin with an asterisk, which no extension and no number outside does.</summary>
internal static class FeatureCodes
{
    private const string PickUp = "**";
    private const string Voicemail = "*97";

    /// <summary>The own voicemail box: heard by who dials it, and where a user's calls are forwarded to it, left a message in.</summary>
    public static bool IsOwnVoicemail(string number) => number == Voicemail;

    /// <summary>The extension whose voicemail box a message is left in without ringing (<c>*971002</c>); null when the number asks for something else.</summary>
    public static string? VoicemailOf(string number) =>
        number.StartsWith(Voicemail, StringComparison.Ordinal) && number.Length > Voicemail.Length && number.AsSpan(Voicemail.Length).IndexOfAnyExceptInRange('0', '9') < 0 ? number[Voicemail.Length..] : null;

    /// <summary>The extension whose ringing call is to be picked up (<c>**1002</c>); null when the number asks for something else.</summary>
    public static string? PicksUp(string number) => number.StartsWith(PickUp, StringComparison.Ordinal) && number.Length > PickUp.Length ? number[PickUp.Length..] : null;
}
