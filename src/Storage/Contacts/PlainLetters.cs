using System.Text;

namespace RtcCluster.Storage.Contacts;

/// <summary>Letters without what stands on, below or through them.</summary>
/// <remarks>
/// A table of our own: the processes run without the data of a culture, where Unicode's decomposition knows ASCII alone, and what is stored must not depend
/// on the machine that stored it. Latin of Europe and Vietnam, Greek and Cyrillic, and the wide letters of East Asia; an underscore is a letter that stays.
/// </remarks>
internal static class PlainLetters
{
    // From U+00C0, U+01CD and U+1E00 on.
    private const string Latin =
        "aaaaaaaceeeeiiiidnooooo_ouuuuytsaaaaaaaceeeeiiiidnooooo_ouuuuytyaaaaaaccccccccddddeeeeeeeeeegggg"
        + "gggghhhhiiiiiiiiiiiijjkkkllllllllllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

    private const string LatinB =
        "aaiioouuuuuuuuuu_aaaa____ggkkoooo__jdddgg__nnaa____aaaaeeeeiiiioooorrrruuuusstt__hh______aaeeooo"
        + "oooooyy";

    private const string LatinC =
        "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprrrrrrrr"
        + "ssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwyas__s_aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee"
        + "eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy______";

    // Pairs: the letter and what it becomes.
    private const string Others = "άαέεήηίιόούυώωϊιϋυΐιΰυςσйиёеїіґгѓгќк";

    /// <summary>Appends a letter in small and plain form.</summary>
    public static void Append(StringBuilder text, Rune letter)
    {
        var small = Rune.ToLowerInvariant(letter);
        switch (small.Value)
        {
            case 'ß':
                text.Append("ss");
                break;
            case 'æ':
                text.Append("ae");
                break;
            case 'œ':
                text.Append("oe");
                break;
            case 'þ':
                text.Append("th");
                break;
            case >= 0xFB00 and <= 0xFB06:
                text.Append((small.Value - 0xFB00) switch { 0 => "ff", 1 => "fi", 2 => "fl", 3 => "ffi", 4 => "ffl", _ => "st" });
                break;
            case >= 0xFF01 and <= 0xFF5E:
                text.Append((char)(small.Value - 0xFEE0));
                break;
            default:
                text.Append(Plain(small));
                break;
        }
    }

    private static Rune Plain(Rune letter)
    {
        var plain = letter.Value switch
        {
            >= 0xC0 and <= 0x17F => Latin[letter.Value - 0xC0],
            >= 0x1CD and <= 0x233 => LatinB[letter.Value - 0x1CD],
            >= 0x1E00 and <= 0x1EFF => LatinC[letter.Value - 0x1E00],
            >= 0x370 and <= 0x4FF => Other((char)letter.Value),
            _ => '_',
        };
        return plain == '_' ? letter : new Rune(plain);
    }

    private static char Other(char letter)
    {
        for (var i = 0; i < Others.Length; i += 2)
        {
            if (Others[i] == letter)
            {
                return Others[i + 1];
            }
        }

        return '_';
    }
}
