using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace RtcCluster.Storage;

/// <summary>Stores an instant as UTC Unix milliseconds, so that comparing and ordering mean the same on every engine.</summary>
internal sealed class UnixMillisecondsConverter() : ValueConverter<DateTimeOffset, long>(
    instant => instant.ToUnixTimeMilliseconds(),
    stored => DateTimeOffset.FromUnixTimeMilliseconds(stored));
