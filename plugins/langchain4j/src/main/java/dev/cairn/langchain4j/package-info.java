/** Cairn behind the interfaces of LangChain4j. */
@NullMarked
package dev.cairn.langchain4j;

import org.jspecify.annotations.NullMarked;
