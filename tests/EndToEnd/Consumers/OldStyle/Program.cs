using System;
using Kling3;
using Kling3.Runtime;

namespace OldStyle
{
    internal static class Program
    {
        private static int Main()
        {
            GenerateRequest request = new ProImageToVideoRequest { Prompt = "The character slowly turns and smiles", Image = null };
            ValidationErrors errors = request.Validate();
            Console.WriteLine(errors[0].Code);
            return errors.Count == 1 ? 0 : 1;
        }
    }
}
