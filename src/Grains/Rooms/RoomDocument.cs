using System.Text.Json;
using System.Text.Json.Serialization;
using RtcCluster.Contracts.Rooms;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Grains.Rooms;

/// <summary>A room as the directory keeps it: JSON, which every later version of the house can read.</summary>
/// <remarks>PINs are encrypted: whoever has a copy of the database enters no conference. They are not hashed, because administrators hand them out to those whom they invite.</remarks>
internal static class RoomDocument
{
    private const int ShortestPin = 4;

    private const int LongestPin = 10;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>The settings as text.</summary>
    public static string Write(RoomSettings settings, ISecretProtector secrets) =>
        JsonSerializer.Serialize(settings with { Pin = Seal(settings.Pin, secrets), ModeratorPin = Seal(settings.ModeratorPin, secrets) }, Options);

    /// <summary>The settings that a text holds; null when it holds none that can be used, or PINs whose key is gone.</summary>
    public static RoomSettings? Read(string json, ISecretProtector secrets)
    {
        try
        {
            return JsonSerializer.Deserialize<RoomSettings>(json, Options) is { } stored
                && TryOpen(stored.Pin, secrets, out var pin)
                && TryOpen(stored.ModeratorPin, secrets, out var moderatorPin)
                && (stored with { Pin = pin, ModeratorPin = moderatorPin }) is var settings
                && Problem(settings) is null
                    ? settings
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What is wrong with settings; null when nothing is.</summary>
    public static string? Problem(RoomSettings settings) =>
        settings.Name is not { Length: <= 100 } ? "name: at most 100 characters."
        : !IsPin(settings.Pin) ? $"pin: {ShortestPin} to {LongestPin} digits."
        : !IsPin(settings.ModeratorPin) ? $"moderatorPin: {ShortestPin} to {LongestPin} digits."
        : settings.Pin is not null && settings.Pin == settings.ModeratorPin ? "moderatorPin: another one than the pin."
        : settings.MaxMembers is < 2 or > RoomSettings.Largest ? $"maxMembers: 2 to {RoomSettings.Largest}."
        : settings.Language is not { Length: > 0 and <= 35 } ? "language: a tag such as es-CO or en."
        : null;

    private static string? Seal(string? pin, ISecretProtector secrets) => pin is null ? null : secrets.Protect(pin);

    // One that is in the clear was stored by a version that did not encrypt; the next save does.
    private static bool TryOpen(string? stored, ISecretProtector secrets, out string? pin)
    {
        pin = stored;
        return IsPin(stored) || secrets.TryUnprotect(stored!, out pin);
    }

    private static bool IsPin(string? pin) => pin is null || (pin.Length is >= ShortestPin and <= LongestPin && pin.All(char.IsAsciiDigit));
}
