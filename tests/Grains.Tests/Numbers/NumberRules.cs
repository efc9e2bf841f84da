using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using PhoneNumbers;

namespace RtcCluster.Grains.Tests.Numbers;

/// <summary>The numbering plans that the server has, as a table that the extension's finder reads: src/Extension/numbers/rules.json.</summary>
internal static partial class NumberRules
{
    private static readonly PhoneNumberUtil Numbers = PhoneNumberUtil.GetInstance();

    /// <summary>The table, a line for each region, the main one of a calling code first.</summary>
    public static string Write()
    {
        var regions = Numbers.GetSupportedRegions()
            .Select(region => (Name: region, Metadata: Numbers.GetMetadataForRegion(region)))
            .Concat(Numbers.GetSupportedGlobalNetworkCallingCodes().Select(code => (Name: $"001-{code}", Metadata: Numbers.GetMetadataForNonGeographicalRegion(code))))
            .OrderBy(region => region.Metadata.CountryCode)
            .ThenByDescending(region => region.Metadata.MainCountryForCode)
            .ThenBy(region => region.Name, StringComparer.Ordinal);
        var text = new StringBuilder("{\n");
        text.AppendJoin(",\n", regions.Select(region => $"  {JsonSerializer.Serialize(region.Name)}: {Row(region.Metadata)}"));
        return text.Append("\n}\n").ToString();
    }

    private static string Row(PhoneMetadata metadata)
    {
        PhoneNumberDesc[] kinds =
        [
            metadata.FixedLine, metadata.Mobile, metadata.TollFree, metadata.PremiumRate, metadata.SharedCost, metadata.PersonalNumber, metadata.Voip, metadata.Pager, metadata.Uan,
            metadata.Voicemail,
        ];
        var known = kinds.Where(kind => kind is { HasNationalNumberPattern: true }).ToArray();
        var patterns = known.Select(kind => kind.NationalNumberPattern).Where(pattern => pattern is not ("" or "NA")).Distinct().ToArray();
        var lengths = metadata.GeneralDesc.PossibleLengthList.Where(length => length > 0).Order().ToArray();
        object[] row =
        [
            $"{metadata.CountryCode}", Plain(patterns.Length == 0 ? metadata.GeneralDesc.NationalNumberPattern : string.Join('|', patterns)), lengths,
            Plain(metadata.NationalPrefixForParsing), metadata.NationalPrefixTransformRule ?? "", Plain(metadata.InternationalPrefix), NeedsPrefix(metadata) ? 1 : 0,
        ];
        var used = row.Length;
        while (row[used - 1] is "" or 0)
        {
            used--;
        }

        return $"[{string.Join(",", row[..used].Select(cell => JsonSerializer.Serialize(cell, JsonSerializerOptions.Web).Replace("\\u0026", "&", StringComparison.Ordinal)))}]";
    }

    /// <summary>Whether the people of a country write the national prefix in front: so say most of its formats.</summary>
    private static bool NeedsPrefix(PhoneMetadata metadata)
    {
        var formats = metadata.NumberFormatList;
        return metadata is { HasNationalPrefix: true } && formats.Count > 0 && formats.Count(format =>
            !format.NationalPrefixOptionalWhenFormatting && Digits().IsMatch(format.NationalPrefixFormattingRule ?? "")) * 2 > formats.Count;
    }

    private static string Plain(string? pattern) => Spaces().Replace(pattern ?? "", "");

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    // "0$1" and "($NP$FG)", as the library keeps them: the prefix stands in front of the first group.
    [GeneratedRegex(@"^\(?\d+ ?-?\(?\$")]
    private static partial Regex Digits();
}
