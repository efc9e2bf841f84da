using System.ComponentModel.DataAnnotations;
using RtcCluster.Storage.Consents;
using RtcCluster.Storage.Policies;

namespace RtcCluster.Edge.Http.Consents;

/// <summary>What the signed-in user allows.</summary>
/// <param name="Consents">Each purpose, and whether it is allowed now.</param>
/// <param name="Changes">Every change, the latest first.</param>
internal sealed record OwnConsentsModel(IReadOnlyList<ConsentModel> Consents, IReadOnlyList<ConsentChangeModel> Changes)
{
    public static OwnConsentsModel Of(IReadOnlyList<ConsentChange> changes)
    {
        var consents = Enum.GetValues<ConsentPurpose>().Select(purpose =>
        {
            var last = changes.Where(change => change.Purpose == purpose).MaxBy(change => change.Number);
            return new ConsentModel(purpose, last is { Given: true }, last?.At);
        });
        return new OwnConsentsModel([.. consents], [.. changes.Select(change => new ConsentChangeModel(change.Purpose, change.Given, change.At, change.PolicyVersion, change.PolicyHash))]);
    }
}

/// <summary>Whether something is allowed.</summary>
/// <param name="Purpose">What for: diagnostics, personalisation, location or thirdParties.</param>
/// <param name="Given">Whether it is.</param>
/// <param name="ChangedAt">Since when; null when nobody has ever said so, and it is not.</param>
internal sealed record ConsentModel(ConsentPurpose Purpose, bool Given, DateTimeOffset? ChangedAt);

/// <summary>That a consent was given or withdrawn.</summary>
/// <param name="Purpose">What for.</param>
/// <param name="Given">True when it was given.</param>
/// <param name="MadeAt">When.</param>
/// <param name="PolicyVersion">The version of the privacy policy that was in force.</param>
/// <param name="PolicyHash">Its hash.</param>
internal sealed record ConsentChangeModel(ConsentPurpose Purpose, bool Given, DateTimeOffset MadeAt, int PolicyVersion, string PolicyHash);

/// <summary>A consent as it shall be.</summary>
/// <param name="Given">Whether it is given.</param>
internal sealed record ConsentRequest(bool Given);

/// <summary>Where a device is.</summary>
/// <param name="Latitude">Degrees north, -90 to 90 (WGS 84).</param>
/// <param name="Longitude">Degrees east, -180 to 180 (WGS 84).</param>
/// <param name="Accuracy">Metres within which it is, 0 to 100,000.</param>
internal sealed record LocationRequest([property: Range(-90.0, 90.0)] double Latitude, [property: Range(-180.0, 180.0)] double Longitude, [property: Range(0.0, 100_000.0)] double Accuracy);

/// <summary>Where the user's device was last.</summary>
/// <param name="Latitude">Degrees north.</param>
/// <param name="Longitude">Degrees east.</param>
/// <param name="Accuracy">Metres within which it is.</param>
/// <param name="SeenAt">When.</param>
internal sealed record LocationModel(double Latitude, double Longitude, double Accuracy, DateTimeOffset SeenAt);

/// <summary>A fault in the user's browser.</summary>
/// <param name="Version">The version of the program, at most 64 characters.</param>
/// <param name="Text">What went wrong, 1 to 4,000 characters.</param>
internal sealed record DiagnosticRequest([property: StringLength(64)] string? Version, [property: Required, StringLength(DiagnosticReport.LongestText, MinimumLength = 1)] string Text);

/// <summary>A fault that was kept.</summary>
/// <param name="Id">Its id.</param>
/// <param name="CameAt">When it came.</param>
/// <param name="Version">The version of the program.</param>
/// <param name="Text">What went wrong.</param>
/// <param name="Device">The browser or program, as it named itself.</param>
internal sealed record DiagnosticModel(string Id, DateTimeOffset CameAt, string Version, string Text, string Device);

/// <summary>Numbers to call.</summary>
/// <param name="Personalised">Whether they go by whom the user called; without consent they are the same for everybody.</param>
/// <param name="Suggestions">The numbers, the likeliest first.</param>
internal sealed record SuggestionsModel(bool Personalised, IReadOnlyList<SuggestionModel> Suggestions);

/// <summary>A number to call.</summary>
/// <param name="Number">The number.</param>
/// <param name="Name">Whose it is, as the call log knew it.</param>
internal sealed record SuggestionModel(string Number, string Name);

/// <summary>The privacy policy that a consent is given under.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Hash">Its hash.</param>
internal readonly record struct ConsentBasis(int Version, string Hash)
{
    public static ConsentBasis Of(PolicyVersion version) => new(version.Version, version.Hash);
}
