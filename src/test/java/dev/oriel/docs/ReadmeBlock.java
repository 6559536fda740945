package dev.oriel.docs;

import java.util.ArrayList;
import java.util.List;

/**
 * A fenced block of a Markdown document.
 *
 * @param language what stands behind the fence: sh, text, yaml
 * @param text the lines between the fences
 */
record ReadmeBlock(String language, String text) {

    private static final String FENCE = "```";

    static List<ReadmeBlock> of(String markdown) {
        List<ReadmeBlock> blocks = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        String language = "";
        boolean inside = false;
        for (String line : markdown.lines().toList()) {
            if (!line.startsWith(FENCE)) {
                text.append(inside ? line + "\n" : "");
            } else if (inside) {
                blocks.add(new ReadmeBlock(language, text.toString()));
                inside = false;
            } else {
                language = line.substring(FENCE.length());
                text.setLength(0);
                inside = true;
            }
        }
        return blocks;
    }
}
