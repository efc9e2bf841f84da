using System.Text.Json;
using System.Text.Json.Serialization;
using RtcCluster.Contracts.Rooms;

namespace RtcCluster.Grains.Rooms;

/// <summary>A room as the directory keeps it: JSON, which every later version of the house can read.</summary>
internal static class RoomDocument
{
    private const int ShortestPin = 4;

    private const int LongestPin = 10;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>The settings as text.</summary>
    public static string Write(RoomSettings settings) => JsonSerializer.Serialize(settings, Options);

    /// <summary>The settings that a text holds; null when it holds none that can be used.</summary>
    public static RoomSettings? Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<RoomSettings>(json, Options) is { } settings && Problem(settings) is null ? settings : null;
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

    private static bool IsPin(string? pin) => pin is null || (pin.Length is >= ShortestPin and <= LongestPin && pin.All(char.IsAsciiDigit));
}
