using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace RtcCluster.Storage;

/// <summary>
/// Stores an enum by name and reads a name it does not know as the default value: while a cluster is upgraded, version N-1 reads
/// rows of version N and must not fail on a kind that was added since.
/// </summary>
internal sealed class EnumNameConverter<TEnum>() : ValueConverter<TEnum, string>(value => value.ToString(), name => Parse(name))
    where TEnum : struct, Enum
{
    private static TEnum Parse(string name) => Enum.TryParse(name, out TEnum value) && Enum.IsDefined(value) ? value : default;
}
