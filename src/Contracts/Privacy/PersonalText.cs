using System.Text.RegularExpressions;

namespace RtcCluster.Contracts.Privacy;

/// <summary>Finds and masks what looks personal in text that others wrote: exceptions, Orleans' and ASP.NET Core's own log lines.</summary>
/// <remarks>
/// It is the net below <see cref="Pii{T}"/>, not instead of it: a name in free text looks like any other word. Addresses of processes
/// (<c>10.0.0.1:11111@153</c>) stay, operators need them; durations, ids and counts of fewer than seven digits stay too.
/// </remarks>
public static partial class PersonalText
{
    /// <summary>The text with grain keys of lines and users, SIP and tel URIs, e-mail addresses, credentials and telephone numbers masked.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>The same instance when there is nothing to mask.</returns>
    public static string Mask(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        text = Credentials().Replace(text, "$1 ***");
        text = GrainKeys().Replace(text, static match => $"{match.Groups[1].Value}{PiiMask.NumberOrName(match.Groups[2].ValueSpan)}");
        text = Uris().Replace(text, "$1:…");
        text = Emails().Replace(text, "$1…@…");
        return Numbers().Replace(text, static match => PiiMask.Number(match.ValueSpan));
    }

    [GeneratedRegex(@"\b(Bearer|Digest|Basic) [^\s""']{8}[^\r\n]*|(?<=[?&]access_token=)[^\s&]+", RegexOptions.CultureInvariant)]
    private static partial Regex Credentials();

    // Names of the grain classes LineGrain and UserGrain as Orleans writes them: line/demo/1001@activation.
    [GeneratedRegex(@"\b((?:line|user)/[^/\s]+/)([^\s\]@,;""'/)]+)", RegexOptions.CultureInvariant)]
    private static partial Regex GrainKeys();

    [GeneratedRegex(@"\b(sips?|tel):[^\s""'<>,]+", RegexOptions.CultureInvariant)]
    private static partial Regex Uris();

    // The host begins with a letter: 10.0.0.1:11111@153 is a process.
    [GeneratedRegex(@"([\w%+*])[\w.%+*-]*@[A-Za-z][\w-]*(?:\.[\w-]+)+", RegexOptions.CultureInvariant)]
    private static partial Regex Emails();

    // With a plus sign (also as %2B) from five digits on; without one from seven on, and not inside an id, an address or a fraction.
    [GeneratedRegex(@"(?:\+|%2[Bb])\d{5,15}(?!\d)|(?<![\w:.@-])\d{7,15}(?![\w:-])", RegexOptions.CultureInvariant)]
    private static partial Regex Numbers();
}
